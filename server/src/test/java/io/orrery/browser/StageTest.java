package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Page;
import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What presenter, attendee and hall see of each other, each in a browser of their own. */
class StageTest {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String CELL = "{name: 'blocks.0.attn.hook_attn_scores', index: [0, 4, 2]}";

    private static TestBrowser browser;

    private Server server;
    private String base;

    @BeforeAll
    static void launch() {
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void quit() {
        browser.close();
    }

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()));
        base = server.links().audience();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theHallsLobbyShowsACodeThatIsReadAsTheAudiencesLinkAndCountsWhoComes() throws Exception {
        try (var presenter = screen(1100, 760);
                var hall = screen(1024, 768);
                var phone = screen(390, 844)) {
            presenter.page().navigate(server.links().presenter());
            hall.page().navigate(server.links().screen());
            phone.page().navigate(base);
            hall.waitUntil(
                    "app.querySelector('orrery-lobby-screen')?.renderRoot.querySelector('.count strong')?.textContent === '1'");

            var image = hall.page().locator("orrery-lobby-screen img.qr");
            assertThat(image.boundingBox().width).isGreaterThanOrEqualTo(300);
            assertThat(read(hall.page().screenshot())).isEqualTo(base);
            phone.waitUntil("app.querySelector('orrery-lobby-sheet') !== null");
            presenter.waitUntil(
                    "app.querySelector('orrery-preflight')?.renderRoot.querySelectorAll('.done').length >= 2");
            presenter.page().getByText("Only this machine can open").waitFor();

            presenter.press("PageDown");

            for (Screen each : List.of(presenter, hall, phone)) {
                each.waitUntil("app.conductor.room.lobby === false");
                each.waitForStep("start");
            }
            phone.waitUntil("app.querySelector('orrery-lobby-sheet') === null");
        }
    }

    @Test
    void aCoPresenterSeesTheSameChecksBeforeTheStartAndWhoeverDrivesBegins() {
        try (var presenter = screen(1100, 760);
                var co = screen(1024, 768)) {
            presenter.page().navigate(server.links().presenter());
            co.page().navigate(server.links().coPresenter());
            for (Screen each : List.of(presenter, co)) {
                each.waitUntil("app.querySelector('orrery-preflight')?.reach?.addresses.length >= 0");
                each.waitUntil(
                        "app.querySelector('orrery-preflight').renderRoot.querySelectorAll('.done').length >= 2");
            }

            var buttons = co.page().locator("orrery-preflight .begin button");
            assertThat(buttons.count()).isEqualTo(1);
            assertThat(buttons.first().isDisabled()).isTrue();
            var wheel = co.page().locator("orrery-wheel div").boundingBox();
            var checks = co.page().locator("orrery-preflight section").boundingBox();
            assertThat(wheel.y + wheel.height).isLessThanOrEqualTo(checks.y);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theLightStandsOnTheSameCellOfEveryScreenWhateverItsCamera() {
        try (var presenter = screen(1100, 760);
                var phone = screen(390, 844);
                var hall = screen(1024, 768)) {
            presenter.open(server.links().presenter());
            phone.open(base);
            hall.open(server.links().screen());
            presenter.go("blocks.0.attn.scores");
            for (Screen each : List.of(presenter, phone, hall)) {
                each.waitForStep("blocks.0.attn.scores");
            }
            drag(phone, 60, 40);

            presenter.page().evaluate("() => " + APP + ".cell.hold(" + CELL + ")");
            presenter.press("l");
            presenter.press("m");

            for (Screen each : List.of(presenter, phone, hall)) {
                each.waitUntil("app.querySelector('.light') !== null");
                each.waitUntil("!app.machine.busy");
                var at = (Map<String, Number>)
                        each.page()
                                .evaluate(
                                        "() => { const app = " + APP + ", cell = " + CELL + ";"
                                                + " const box = app.querySelector('.light').getBoundingClientRect();"
                                                + " const {x, y} = app.machine.project(cell.name, cell.index);"
                                                + " const canvas = app.querySelector('orrery-scene canvas[role=application]').getBoundingClientRect();"
                                                + " return {dx: box.x + box.width / 2 - canvas.x - x, dy: box.y + box.height / 2 - canvas.y - y}; }");
                assertThat(at.get("dx").doubleValue()).isCloseTo(0, within(2.0));
                assertThat(at.get("dy").doubleValue()).isCloseTo(0, within(2.0));
                each.waitUntil(
                        "app.conductor.room.marks.length === 1 && app.conductor.room.marks[0].index.join() === '0,4,2'");
            }

            presenter.press("Escape");
            presenter.press("Shift+M");
            for (Screen each : List.of(phone, hall)) {
                each.waitUntil("app.querySelector('.light') === null && app.conductor.room.marks.length === 0");
            }
        }
    }

    @Test
    void aSharedCameraIsFollowedUntilAHandTakesItAndAgainOnceItIsGivenBack() {
        try (var presenter = screen(1100, 760);
                var phone = screen(390, 844)) {
            presenter.open(server.links().presenter());
            phone.open(base);
            presenter.press("v");
            phone.waitUntil("app.conductor.room.sharing");

            presenter.press("e");
            waitForAzimuth(phone, Math.toRadians(-24));
            presenter.press("s");
            phone.waitUntil("app.machine.camera === null");

            drag(presenter, 120, 30);
            double shown = azimuth(presenter);
            waitForAzimuth(phone, shown);
            assertThat(phone.page().evaluate(APP + ".looking")).isEqualTo(false);

            drag(phone, -150, 0);
            phone.waitUntil("app.looking");
            double own = azimuth(phone);
            drag(presenter, 60, 0);
            presenter.waitUntil("!app.machine.busy");
            phone.page().waitForTimeout(500);
            assertThat(azimuth(phone)).isCloseTo(own, within(1e-6));

            phone.page().locator(".pill").click();
            waitForAzimuth(phone, azimuth(presenter));
            presenter.press("v");
            phone.waitUntil("app.machine.camera === null");
        }
    }

    @Test
    void aSecondTabOfOnePersonTakesOverAndTheFirstSaysSoAndLeadsBack() {
        try (var phone = screen(390, 844)) {
            phone.open(base);
            Page second = phone.page().context().newPage();
            second.navigate(base);
            second.waitForFunction("() => " + APP + "?.conductor?.status === 'open'");

            phone.page().waitForSelector("orrery-message");
            phone.page().getByText("Open somewhere else").waitFor();
            second.waitForFunction("() => " + APP + ".conductor.people?.count === 1");

            phone.page().getByText("Go on here").click();
            phone.page().waitForFunction("() => " + APP + "?.conductor?.status === 'open'");
            second.waitForSelector("orrery-message");
        }
    }

    @Test
    void whoIsSentOutIsToldAndStaysOut() {
        try (var presenter = screen(1300, 760);
                var phone = screen(390, 844)) {
            presenter.open(server.links().presenter());
            phone.open(base);
            presenter.waitUntil("app.conductor.people?.list?.length === 1");
            presenter
                    .page()
                    .evaluate("() => " + APP + ".conductor.staging.kick(" + APP + ".conductor.people.list[0].id)");

            phone.page().waitForSelector("orrery-message");
            phone.page().reload();
            phone.page().getByText("taken this screen out").waitFor();
        }
    }

    @Test
    void theWheelIsAskedForHandedOverAndTakenBack() {
        try (var presenter = screen(1300, 760);
                var co = screen(1100, 760)) {
            presenter.open(server.links().presenter());
            co.open(server.links().coPresenter());
            co.press("ArrowRight");
            assertThat(co.step()).isEqualTo("start");

            co.page().getByText("Ask for the wheel").click();
            presenter.page().locator("orrery-wheel").getByText("Hand over").click();
            co.waitUntil("app.conductor.mayDrive");
            co.press("ArrowRight");
            presenter.waitForStep("embed");

            presenter.page().getByText("Take the wheel").click();
            presenter.waitUntil("app.conductor.mayDrive");
            presenter.press("ArrowRight");
            co.waitForStep("pos_embed");
        }
    }

    @Test
    void withoutTheServerPresenterAndHallGoOnTogetherAndEveryoneFollowsWhenItIsBack() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", server.port());
                var presenter = screen(1100, 760);
                var phone = screen(390, 844)) {
            String through = ":" + proxy.port();
            String here = ":" + server.port();
            presenter.open(server.links().presenter().replace(here, through));
            Page hall = presenter.page().context().newPage();
            hall.navigate(server.links().screen().replace(here, through));
            hall.waitForFunction("() => " + APP + "?.conductor?.step && " + APP + ".conductor.status === 'open'");
            phone.open(base);

            proxy.cut();
            presenter.waitUntil("app.conductor.status === 'lost'");
            hall.waitForFunction("() => " + APP + ".conductor.status === 'lost'");
            presenter.press("ArrowRight");
            presenter.press("ArrowRight");
            presenter.waitForStep("pos_embed");
            hall.waitForFunction("() => " + APP + ".conductor.step === 'pos_embed'");
            assertThat(presenter.page().locator(".banner").innerText()).contains("connection is lost");
            assertThat(hall.locator(".banner").innerText()).contains("connection is lost");
            assertThat(phone.step()).isEqualTo("start");

            proxy.mend();
            phone.waitForStep("pos_embed");
            hall.waitForFunction(
                    "() => " + APP + ".conductor.status === 'open' && " + APP + ".conductor.step === 'pos_embed'");
        }
    }

    @Test
    void aPhoneThatSleptIsAtTheNewestStepOnceItWakes() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", server.port());
                var presenter = screen(1100, 760);
                var phone = screen(390, 844)) {
            presenter.open(server.links().presenter());
            phone.open(base.replace(":" + server.port(), ":" + proxy.port()));
            var devtools = phone.page().context().newCDPSession(phone.page());
            devtools.send("Page.setWebLifecycleState", json("state", "frozen"));
            proxy.cut();
            presenter.press("ArrowRight");
            presenter.waitForStep("embed");
            proxy.mend();

            devtools.send("Page.setWebLifecycleState", json("state", "active"));

            phone.waitUntil("app.conductor.status === 'open' && app.conductor.step === 'embed'");
        }
    }

    private static com.google.gson.JsonObject json(String name, String value) {
        var json = new com.google.gson.JsonObject();
        json.addProperty(name, value);
        return json;
    }

    private Screen screen(int width, int height) {
        return new Screen(browser.browser(), width, height, false, base);
    }

    private static void drag(Screen screen, int dx, int dy) {
        var canvas =
                screen.page().locator("orrery-scene canvas[role=application]").boundingBox();
        double x = canvas.x + canvas.width / 2;
        double y = canvas.y + canvas.height * 0.35;
        var mouse = screen.page().mouse();
        mouse.move(x, y);
        mouse.down();
        mouse.move(x + dx / 2.0, y + dy / 2.0);
        mouse.move(x + dx, y + dy);
        mouse.up();
    }

    private static double azimuth(Screen screen) {
        return ((Number) screen.page().evaluate(APP + ".machine.stand.azimuth")).doubleValue();
    }

    private static void waitForAzimuth(Screen screen, double azimuth) {
        screen.waitUntil("Math.abs((app.machine.stand?.azimuth ?? 99) - " + azimuth + ") < 0.01");
    }

    /** The QR code in a picture of the screen, as a phone's camera reads it. */
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
