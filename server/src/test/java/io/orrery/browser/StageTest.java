package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.TestSocket;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What presenter, attendee and hall see of each other, each in a browser of their own. */
@Tag("alone")
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
    void whereTheWayInIsShownAgainTheMachineStandsWholeAndNoCellIsHeld() {
        try (var presenter = screen(1100, 760)) {
            presenter.open(server.links().presenter());
            presenter.go("blocks.0.attn.scores");
            presenter.waitForStep("blocks.0.attn.scores");
            presenter.press("c");
            drag(presenter, 80, 20);
            presenter.waitUntil("app.looking && app.cell.cell !== null");

            presenter.press("q");

            presenter.page().waitForSelector("orrery-preflight");
            presenter.waitUntil("!app.looking && app.cell.cell === null && app.machine.focus.kind === 'everything'"
                    + " && app.machine.camera === null && !app.machine.busy");
            // Both ends of the machine are on the screen.
            assertThat(
                            presenter
                                    .page()
                                    .evaluate(
                                            "() => ['hook_embed', 'logits'].every(name => { const {x, y} = " + APP
                                                    + ".machine.project(name, [0, 0]); return x > 0 && y > 0 && x < 1100 && y < 760; })"))
                    .isEqualTo(true);
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
            waitForAzimuth(phone, Math.toRadians(-20));
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

    /**
     * Every page of the phone's browser stands still, as when the phone is in a pocket; its line is cut meanwhile. What
     * the page itself waits for is counted in {@code connection.test.js}, where time is turned by hand; this is with the
     * browser's own time to wake.
     */
    @Test
    void aPhoneThatSleptIsAtTheNewestStepByItselfOnANewLineWithinTwoSecondsOfWaking() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", server.port());
                var presenter = presenterWithoutAPage();
                var phone = screen(390, 844)) {
            var lines = new AtomicInteger();
            phone.page().onWebSocket(line -> lines.incrementAndGet());
            phone.page().navigate(base.replace(":" + server.port(), ":" + proxy.port()));
            presenter.goes("embed");
            phone.waitForStep("embed");
            var devtools = phone.page().context().newCDPSession(phone.page());
            var slept = new ArrayList<Duration>();
            for (String step : List.of("pos_embed", "resid", "blocks.0.ln1")) {
                int before = lines.get();
                devtools.send("Page.setWebLifecycleState", json("state", "frozen"));
                try (var asleep = new StoppedRenderers(browser.browser())) {
                    assertThat(asleep.pids).isNotEmpty();
                    proxy.cut();
                    presenter.goes(step);
                    proxy.mend();
                }
                long woken = System.nanoTime();
                devtools.send("Page.setWebLifecycleState", json("state", "active"));
                phone.waitUntil("app.conductor.status === 'open' && app.conductor.step === '" + step + "'");
                slept.add(Duration.ofNanos(System.nanoTime() - woken));
                assertThat(lines.get()).isGreaterThan(before);
            }

            // Once in three: on a machine that is shared with other work a browser itself may stand still for a second.
            assertThat(slept).anyMatch(waking -> waking.compareTo(Duration.ofSeconds(2)) < 0);
        }
    }

    @Test
    void everyViewHasAWayToFullScreenAndNoDeadButtonWhereTheBrowserHasNone() throws Exception {
        String origin = base.replaceAll("/r/.*", "");
        // Each with what is to be there before anything is pressed.
        var views = new LinkedHashMap<String, String>();
        views.put(origin, "orrery-landing");
        views.put(origin + "/rooms", "orrery-rooms");
        views.put(origin + "/solo", "orrery-step-card");
        views.put(origin + "/solo#past=gpt3", "orrery-giants");
        views.put(base, "orrery-lobby-sheet");
        views.put(server.links().presenter(), "orrery-preflight");
        try (var screen = screen(1300, 844)) {
            for (var view : views.entrySet()) {
                screen.page().setViewportSize(1300, 844);
                // From one fragment to another no page would be loaded.
                screen.page().navigate("about:blank");
                screen.page().navigate(view.getKey());
                screen.page().waitForSelector(view.getValue());
                fillAndGiveBack(screen);
                screen.page().setViewportSize(390, 844);
                fillAndGiveBack(screen);
            }
        }
        try (var presenter = screen(1300, 844);
                var attendee = screen(390, 844)) {
            presenter.open(server.links().presenter());
            fillAndGiveBack(presenter);
            attendee.open(base);
            fillAndGiveBack(attendee);
            presenter.page().setViewportSize(390, 844);
            fillAndGiveBack(presenter);
        }
        for (String address : List.of(origin, base)) {
            try (var without = screen(390, 844)) {
                without.page()
                        .addInitScript(
                                "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {get: () => undefined})");
                without.page().navigate(address);
                without.page().waitForFunction("() => document.querySelector('orrery-scene canvas')");
                assertThat(without.page().getByLabel("Full screen").count())
                        .as(address)
                        .isZero();
            }
        }
    }

    /** By the button, which on a phone stands beside the steps, and by the key. */
    private static void fillAndGiveBack(Screen screen) {
        var page = screen.page();
        page.waitForFunction("() => customElements.get('orrery-full-screen')");
        var steps = page.locator("orrery-stack[sheet] .tabs button")
                .filter(new Locator.FilterOptions().setHasText("Steps"));
        if (page.locator("orrery-step-card").count() == 1 && page.viewportSize().width < 900) {
            steps.click();
        }
        page.getByLabel("Full screen", new Page.GetByLabelOptions().setExact(true))
                .click();
        page.waitForFunction("() => document.fullscreenElement !== null");
        page.getByLabel("Leave full screen").click();
        page.waitForFunction("() => document.fullscreenElement === null");
        page.locator("body").press("f");
        page.waitForFunction("() => document.fullscreenElement !== null");
        page.locator("body").press("f");
        page.waitForFunction("() => document.fullscreenElement === null");
        assertThat(screen.errors()).as(page.url()).isEmpty();
    }

    @Test
    void theHallsScreenIsFilledByOnePressAnywhereAndGivenBackByTwo() {
        try (var hall = screen(1024, 768);
                var presenter = screen(1100, 760)) {
            hall.page().navigate(server.links().screen());
            var hint = hall.page().getByText("Press anywhere to fill the screen");
            hint.waitFor();
            hall.waitUntil("!app.machine?.busy");

            for (boolean lobby : new boolean[] {true, false}) {
                hall.page().mouse().click(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement !== null");
                hint.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
                hall.page().mouse().click(300, 300);
                assertThat(isFull(hall)).isTrue();
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement === null");
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement !== null");
                hall.press("f");
                hall.page().waitForFunction("() => document.fullscreenElement === null");
                if (lobby) {
                    presenter.open(server.links().presenter());
                    hall.waitUntil("!app.conductor.room.lobby");
                    hall.waitForStep("start");
                }
            }
            assertThat(hall.page().evaluate(APP + ".looking")).isEqualTo(false);
            assertThat(hall.page().evaluate(APP + ".cell.cell")).isNull();
        }
    }

    private static boolean isFull(Screen screen) {
        return (boolean) screen.page().evaluate("document.fullscreenElement !== null");
    }

    @Test
    void onAPhoneAReadyPromptOfAnyModelIsTwoPressesAwayAndTwoKeys() throws Exception {
        server.close();
        server = Server.start(new ServerOptions(
                "127.0.0.1",
                0,
                List.of(
                        ModelReference.of("nano-sort"),
                        ModelReference.of(Fixtures.folder("gpt2-tiny").toString())),
                Optional.empty()));
        try (var phone = screen(390, 844)) {
            phone.open(server.links().presenter());
            for (String tab : List.of("Tour", "Cell")) {
                phone.page()
                        .getByText(tab, new Page.GetByTextOptions().setExact(true))
                        .click();
                var ready = phone.page().locator("header orrery-tools button");
                assertThat(ready.boundingBox().width).isGreaterThanOrEqualTo(40);
                assertThat(ready.boundingBox().height).isGreaterThanOrEqualTo(40);
                assertThat(ready.boundingBox().x + ready.boundingBox().width).isLessThanOrEqualTo(390);

                ready.click();
                phone.page().getByText("Once upon a time").click();
                phone.waitUntil("app.trace?.info.text.join('') === 'Once upon a time'");

                ready.click();
                phone.page().getByText("CCBBAA").click();
                phone.waitUntil("app.trace?.info.text.join('') === 'CCBBAA'");
            }

            phone.press("r");
            phone.page().getByText("Once upon a time").waitFor();
            phone.press("6");
            phone.waitUntil("app.trace?.info.text.join('') === 'Once upon a time'");
        }
    }

    /** Who presents, on the bare connection. */
    private Driver presenterWithoutAPage() throws Exception {
        URI link = URI.create(server.links().presenter());
        String room =
                "ws://" + link.getAuthority() + "/ws/rooms/" + link.getPath().split("/")[2];
        var socket = new TestSocket(HttpClient.newHttpClient(), URI.create(room));
        socket.says("{'type':'hello','v':1,'view':'presenter','key':'"
                + link.getFragment().substring("key=".length()) + "'}");
        return new Driver(socket, socket.next("welcome"));
    }

    private static final class Driver implements AutoCloseable {
        private final TestSocket socket;
        private final String trace;
        private long seq;

        Driver(TestSocket socket, JsonNode welcome) {
            this.socket = socket;
            this.trace = welcome.at("/state/trace/id").textValue();
            this.seq = welcome.get("seq").longValue();
        }

        /** Goes to a step; the room is there when this returns. */
        void goes(String step) throws Exception {
            socket.says("{'type':'command','id':'" + step + "','at':" + seq + ",'do':'go','cursor':{'trace':'" + trace
                    + "','step':'" + step + "'}}");
            seq = socket.next(message ->
                            step.equals(message.at("/state/cursor/step").textValue()))
                    .get("seq")
                    .longValue();
        }

        @Override
        public void close() {
            socket.drop();
        }
    }

    /** The processes of a browser's pages, which stand still until this is closed. */
    private static final class StoppedRenderers implements AutoCloseable {
        private static final int MOST_LOOKS = 500;
        private static final long LOOK_MS = 10;

        private final List<Long> pids = new ArrayList<>();

        StoppedRenderers(Browser browser) throws Exception {
            var processes = browser.newBrowserCDPSession()
                    .send("SystemInfo.getProcessInfo")
                    .getAsJsonArray("processInfo");
            for (var process : processes) {
                if (process.getAsJsonObject().get("type").getAsString().equals("renderer")) {
                    pids.add(process.getAsJsonObject().get("id").getAsLong());
                }
            }
            signal("-STOP");
            awaitStopped();
        }

        /** A signal is only on its way when it was sent. */
        private void awaitStopped() throws Exception {
            for (long pid : pids) {
                for (int look = 0; !state(pid).startsWith("T"); look++) {
                    assertThat(look)
                            .as("looks at a page's process that should stand still")
                            .isLessThan(MOST_LOOKS);
                    Thread.sleep(LOOK_MS);
                }
            }
        }

        /** What the system says of it: T is stopped. */
        private static String state(long pid) throws Exception {
            var ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(pid)).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        }

        private void signal(String signal) throws Exception {
            for (long pid : pids) {
                assertThat(new ProcessBuilder("kill", signal, String.valueOf(pid))
                                .start()
                                .waitFor())
                        .isZero();
            }
        }

        @Override
        public void close() throws Exception {
            signal("-CONT");
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
