package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lobby: what presenter, co-presenter, attendee and projector show before the session begins. */
class LobbyTest {
    private static final String CONTROL_IS_ABOVE_THE_CHECKS = """
        () => {
          const [control, checks] = [['orrery-driver-control', 'div'], ['orrery-preflight', 'section']]
            .map(([panel, part]) => document.querySelector(panel)?.renderRoot?.querySelector(part)?.getBoundingClientRect());
          return control?.height > 0 && checks?.height > 0 && control.bottom <= checks.top;
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void projectorShowsAQrCodeOfTheAudiencesLinkAndCountsPeople() throws Exception {
        try (var presenter = venue.screen(1100, 760);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            presenter.page().navigate(venue.links().presenter());
            hall.page().navigate(venue.links().screen());
            phone.page().navigate(venue.links().audience());
            hall.page()
                    .locator("orrery-lobby-screen .count strong")
                    .getByText("1")
                    .waitFor();

            var image = hall.page().locator("orrery-lobby-screen img.qr");
            assertThat(image.boundingBox().width).isGreaterThanOrEqualTo(300);
            image.evaluate("image => image.decode()");
            assertThat(read(hall.page().screenshot())).isEqualTo(venue.links().audience());
            phone.page().getByText("You are in").waitFor();
            checksDone(presenter).nth(1).waitFor();
            presenter.page().getByText("Only this machine can open").waitFor();
            // The machine joins a network: its address there is chosen for everyone.
            presenter
                    .page()
                    .route(
                            "**/reach",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("application/json")
                                    .setBody("{\"publicUrl\":\"\",\"container\":false,\"reached\":[],\"addresses\":"
                                            + "[{\"address\":\"http://192.0.2.7:8080\",\"network\":\"wlan0\","
                                            + "\"kind\":\"network\"}]}")));
            hall.page().getByText("192.0.2.7:8080").first().waitFor();

            presenter.press("PageDown");

            for (Screen each : List.of(presenter, hall, phone)) {
                each.waitForStep("start");
                Screen.waitUntilGone(each.page().locator("orrery-preflight, orrery-lobby-screen, orrery-lobby-sheet"));
            }

            presenter.press("b");
            String said = "getComputedStyle(document.querySelector('.dark') ?? document.body, '::after').content";
            phone.waitUntil(said + " === '\"The presenter has darkened the screen.\"'");
            hall.page().waitForSelector(".dark");
            assertThat(hall.page().evaluate(said)).as("the hall stays dark").isEqualTo("none");
        }
    }

    @Test
    void returningToTheLobbyShowsTheWholeModelAndHoldsNoCell() {
        try (var presenter = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            presenter.go("blocks.0.attn.scores");
            presenter.waitForStep("blocks.0.attn.scores");
            presenter.press("c");
            presenter.drag(80, 20);
            presenter.cellName().waitFor();
            presenter.scene().waitUntil("orrery.scene().camera !== null");

            presenter.press("q");

            presenter.page().waitForSelector("orrery-preflight");
            presenter
                    .scene()
                    .waitUntil("(({focus, camera, busy}) => focus.kind === 'everything' && camera === null &&"
                            + " !busy)(orrery.scene())");
            presenter.scene().waitForNoLitCells();
            presenter.rest();
            // Both ends of the model are on the screen.
            assertThat(presenter
                            .scene()
                            .read("['hook_embed', 'logits'].every(name => { const {x, y} = orrery.place(name, [0,"
                                    + " 0]); return x > 0 && y > 0 && x < 1100 && y < 760; })"))
                    .isEqualTo(true);
            presenter.press("q");
            Screen.waitUntilGone(presenter.page().locator("orrery-preflight"));
            assertThat(presenter.cellName().count()).isZero();
        }
    }

    @Test
    void coPresenterSeesTheChecksAndOnlyTheDriverBegins() {
        try (var presenter = venue.screen(1100, 760);
                var co = venue.screen(1024, 768)) {
            for (var page : Map.of(
                            presenter,
                            venue.links().presenter(),
                            co,
                            venue.links().coPresenter())
                    .entrySet()) {
                // The address check asks with the page's own key.
                page.getKey()
                        .page()
                        .waitForResponse(
                                answer -> answer.url().endsWith("/reach") && answer.ok(),
                                () -> page.getKey().page().navigate(page.getValue()));
                page.getKey().page().getByText("Only this machine can open").waitFor();
                checksDone(page.getKey()).nth(1).waitFor();
            }

            var buttons = co.page().locator("orrery-preflight .begin button");
            assertThat(buttons.count()).isEqualTo(1);
            assertThat(buttons.first().isDisabled()).isTrue();
            // The second to come learns from the room who drives.
            co.page().locator("orrery-driver-control div").waitFor();
            // Both are measured in one moment: features that load later draw the control anew.
            co.waitFor(CONTROL_IS_ABOVE_THE_CHECKS, null);
        }
    }

    /** Browsers offer the wake lock only over HTTPS and on the same machine; here it is removed from one of the two. */
    @Test
    void phoneWithoutAWakeLockExplainsHowToStayAwake() {
        try (var without = venue.screen(390, 844);
                var with = venue.screen(390, 844);
                var asking = venue.screen(390, 844)) {
            asking.page()
                    .addInitScript("Object.defineProperty(navigator, 'wakeLock',"
                            + " {value: {request: () => { window.isAsked = true; return new Promise(() => {}); }}})");
            without.page().addInitScript("delete Navigator.prototype.wakeLock");
            with.page()
                    .addInitScript("Object.defineProperty(navigator, 'wakeLock',"
                            + " {value: {request: async () => new EventTarget()}})");
            for (Screen each : List.of(without, with, asking)) {
                each.page().navigate(venue.links().audience());
            }

            without.page().getByText("Auto-Lock").waitFor();
            with.page().getByText("keeps your screen on").waitFor();
            assertThat(with.page().getByText("Auto-Lock").count()).isZero();
            // Until the browser has answered, the page promises nothing.
            asking.waitUntil("window.isAsked");
            asking.rest();
            assertThat(asking.page().locator("orrery-lobby-sheet .awake").count())
                    .isZero();
        }
    }

    @Test
    void phoneThatComesAfterTheLobbyIsToldOnceHowToStayAwake() {
        var phones = new Browser.NewContextOptions().setViewportSize(390, 844).setHasTouch(true);
        try (var presenter = venue.screen(1100, 760);
                var without = venue.browser().newContext(phones);
                var with = venue.browser().newContext(phones)) {
            presenter.open(venue.links().presenter());
            presenter.begin();
            for (var context : List.of(without, with)) {
                SceneProbe.addTo(context);
                context.addInitScript(Venue.WITHOUT_DRAWING);
            }
            without.addInitScript("delete Navigator.prototype.wakeLock");
            with.addInitScript("Object.defineProperty(navigator, 'wakeLock',"
                    + " {value: {request: async () => new EventTarget()}})");
            Page told = without.newPage();
            Page untold = with.newPage();
            told.navigate(venue.links().audience());
            untold.navigate(venue.links().audience());

            told.locator(".notice").getByText("Your phone may fall asleep").waitFor();
            told.locator(".notice button").tap();
            Screen.waitUntilGone(told.locator(".notice"));
            new SceneProbe(untold).waitUntil("orrery.room()?.isAwake");
            for (Page phone : List.of(told, untold)) {
                new SceneProbe(phone).waitUntilStill();
                assertThat(phone.locator(".notice").count()).isZero();
            }
        }
    }

    /** The presenter's checks that are done. */
    private static Locator checksDone(Screen screen) {
        return screen.page().locator("orrery-preflight .done");
    }

    /** Reads the QR code from a screenshot. */
    private static String read(byte[] png) throws Exception {
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        int width = picture.getWidth();
        int height = picture.getHeight();
        var source = new RGBLuminanceSource(width, height, picture.getRGB(0, 0, width, height, null, 0, width));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
