package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
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

    /** The part of the page that is drawn, without the machine behind it and the menu of the tools. */
    private static final String ALONE = "() => { const style = document.createElement('style');"
            + " style.textContent = 'orrery-scene, orrery-find, .unseen { visibility: hidden !important; }';"
            + " document.head.append(style); document.querySelector('orrery-app').renderRoot.append(style.cloneNode(true));"
            + " const why = document.querySelector('orrery-why')?.renderRoot;"
            + " why?.querySelectorAll('nav').forEach(nav => { nav.style.visibility = 'hidden'; });"
            + " const { x, y } = (why ?? document.querySelector('orrery-figure').renderRoot).querySelector('section')"
            + ".getBoundingClientRect(); return { x, y }; }";

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
            screen.waitUntil("orrery.isStill() && orrery.hasFigure() && (orrery.answerOfWhy()?.isAnswered ?? true)");
            do {
                // what is drawn may ask for more: the patterns of heads, once these have been ranked
                screen.rest();
            } while (open.get() > 0);
            String svg = screen.scene().text("orrery.svg()");
            Map<?, ?> at = (Map<?, ?>) screen.page().evaluate(ALONE);
            BufferedImage onPage = image(screen.page());
            file.page().setContent("<body style='margin:0'>" + svg + "</body>");
            BufferedImage inFile = image(file.page());

            int width = whole(svg, "width") - 2 * 16;
            int height = whole(svg, "height") - 2 * 16;
            assertThat(width).isGreaterThan(200);
            assertThat(height).isGreaterThan(100);
            int left = ((Number) at.get("x")).intValue();
            int top = ((Number) at.get("y")).intValue();
            int different = 0;
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    different += differ(onPage.getRGB(left + x, top + y), inFile.getRGB(16 + x, 16 + y)) ? 1 : 0;
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
