package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn in front of the machine, as a file of its own, looks as it does on the page. */
class DrawingFileTest {
    /** So much of the picture may differ, by more than {@link #VISIBLE} of 255: edges of letters lie between other pixels. */
    private static final double MOST = 0.01;

    private static final int VISIBLE = 80;

    private static final String HIDDEN = "orrery-scene, .unseen { visibility: hidden !important; }";

    /** Free space around the drawing in the file, px. */
    private static final int MARGIN = 16;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @ParameterizedTest
    @ValueSource(strings = {"step=cut", "why=attribution", "why=heads"})
    void looksAsOnThePage(String view) throws Exception {
        try (var screen = venue.screen(1600, 900);
                var file = venue.screen(1600, 900)) {
            var open = new AtomicInteger();
            screen.page().onRequest(request -> open.incrementAndGet());
            screen.page().onRequestFinished(request -> open.decrementAndGet());
            screen.page().onRequestFailed(request -> open.decrementAndGet());
            screen.open(venue.links().solo() + "#prompt=CBABBC&theme=light&" + view);
            screen.waitUntil("orrery.isStill() && orrery.hasFigure()");
            if (view.startsWith("why")) {
                // it is asked once the step is there
                screen.waitUntil("orrery.answerOfWhy()?.isAnswered");
            }
            if (view.equals("why=heads")) {
                // the votes, by which the heads are ranked, and their patterns come by themselves
                var heads = screen.page().locator("orrery-why-heads .cards li");
                heads.locator("[data-kind=answer]").last().waitFor();
                Screen.waitUntilGone(heads.locator(".pattern:not(:has(canvas))"));
            }
            do {
                // what is drawn may ask for more: the patterns of heads, once these have been ranked
                screen.rest();
            } while (open.get() > 0);
            String svg = screen.scene().text("orrery.svg()");
            // without the machine behind it and the menu of the tools
            screen.page().addStyleTag(new Page.AddStyleTagOptions().setContent(HIDDEN));
            String host = view.startsWith("why") ? "orrery-why" : "orrery-figure";
            screen.page()
                    .locator(host + " nav")
                    .evaluateAll("menus => menus.forEach(menu => { menu.style.visibility = 'hidden'; })");
            BoundingBox at = screen.page().locator(host + " section").first().boundingBox();
            BufferedImage onPage = image(screen.page());
            file.page().setContent("<body style='margin:0'>" + svg + "</body>");
            BufferedImage inFile = image(file.page());

            int width = whole(svg, "width") - 2 * MARGIN;
            int height = whole(svg, "height") - 2 * MARGIN;
            assertThat(width).isGreaterThan(200);
            assertThat(height).isGreaterThan(100);
            int left = (int) at.x;
            int top = (int) at.y;
            int different = 0;
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    different +=
                            differ(onPage.getRGB(left + x, top + y), inFile.getRGB(MARGIN + x, MARGIN + y)) ? 1 : 0;
                }
            }
            assertThat((double) different / width / height).isLessThan(MOST);
        }
    }

    private static int whole(String svg, String attribute) {
        return Integer.parseInt(svg.replaceFirst("(?s)^.*? " + attribute + "=\"(\\d+)\".*$", "$1"));
    }

    private static boolean differ(int a, int b) {
        for (int shift = 0; shift <= 16; shift += 8) {
            if (Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)) > VISIBLE) {
                return true;
            }
        }
        return false;
    }

    private static BufferedImage image(Page page) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(page.screenshot()));
    }
}
