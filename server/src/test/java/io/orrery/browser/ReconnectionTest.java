package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.tools.Programs;
import io.orrery.tools.Signals;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pages while the server is away and after a phone has slept, and how they catch up. */
class ReconnectionTest {
    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void presenterAndProjectorGoOnTogetherWithoutTheServer() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port());
                var presenter = venue.screen(1100, 760);
                var phone = venue.screen(390, 844)) {
            String through = ":" + proxy.port();
            String here = ":" + venue.server().port();
            presenter.open(venue.links().presenter().replace(here, through));
            var hall = presenter.secondTab();
            hall.page().navigate(venue.links().screen().replace(here, through));
            hall.waitForHeading("start");
            phone.open(venue.links().audience());
            // Without the server the presenter's page goes on with the numbers that it has.
            presenter
                    .scene()
                    .waitUntil("['cut', 'embed'].flatMap(orrery.tensorsOf).every(name =>"
                            + " orrery.tensor(name).hasArrived)");

            proxy.cut();
            presenter.waitUntilConnectionLost();
            hall.waitUntilConnectionLost();
            presenter.press("ArrowRight");
            presenter.press("ArrowRight");
            presenter.waitForStep("embed");
            hall.waitForHeading("embed");
            assertThat(presenter.page().locator(".banner").innerText()).contains("connection is lost");
            assertThat(hall.page().locator(".banner").innerText()).contains("connection is lost");
            assertThat(phone.step()).isEqualTo("start");

            proxy.mend();
            phone.waitForStep("embed");
            hall.waitUntilConnected();
            hall.waitForHeading("embed");
        }
    }

    @Test
    void everyoneIsBackAtTheSameStepAfterTheServerRestarts(@TempDir Path data) throws Exception {
        venue.open(Venue.kept(data, 0));
        int port = venue.server().port();
        try (var presenter = venue.screen(1300, 844);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            var everyone = List.of(presenter, hall, phone);
            joinsAsAda(phone);
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.scores");
            everyone.forEach(each -> each.waitForStep("blocks.0.attn.scores"));
            waitForAdaAlone(presenter);

            venue.close();
            everyone.forEach(Screen::waitUntilConnectionLost);
            venue.open(Venue.kept(data, port));

            everyone.forEach(Screen::waitUntilConnected);
            presenter.driving().waitFor();
            waitForAdaAlone(presenter);
            presenter.press("ArrowRight");
            everyone.forEach(each -> each.waitForStep("blocks.0.attn.pattern"));
        }
    }

    /** A wrong bit in all that the room showed: it begins anew, behind the same links. */
    @Test
    void presenterOfADamagedRoomReadsItUntilTheyPutItAway(@TempDir Path data) throws Exception {
        venue.open(Venue.kept(data, 0));
        int port = venue.server().port();
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844)) {
            joinsAsAda(phone);
            presenter.open(venue.links().presenter());
            presenter.go("blocks.0.attn.scores");
            phone.waitForStep("blocks.0.attn.scores");
            venue.close();
            Path file = data.resolve("rooms.db");
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf("{\"seq\""); at >= 0; at = text.indexOf("{\"seq\"", at + 1)) {
                bytes[at + 1] ^= 1;
            }
            Files.write(file, bytes);

            venue.open(Venue.kept(data, port));

            // what the page asked for while the server was reading its models may be told beside it
            Locator notice = presenter.page().locator(".notice:has-text(\"it begins anew\")");
            notice.waitFor();
            assertThat(notice.textContent()).contains("Its links still work");
            // Other notices come and go.
            presenter.ask("lost", 1);
            presenter.page().locator(".notice:has-text(\"command.on\")").waitFor();
            assertThat(notice.first().textContent()).contains("it begins anew");
            notice.first().getByRole(AriaRole.BUTTON).click();
            presenter.waitUntil("!document.body.innerText.includes('it begins anew')");
            assertThat(phone.page().locator(".notice").count()).isZero();
        }
    }

    @Test
    void reloadedPageIsTheSamePersonAtTheSameStep() {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844)) {
            joinsAsAda(phone);
            presenter.open(venue.links().presenter());
            presenter.go("blocks.0.attn.scores");
            phone.waitForStep("blocks.0.attn.scores");

            phone.page().reload();
            presenter.page().reload();

            presenter.waitForStep("blocks.0.attn.scores");
            presenter.driving().waitFor();
            waitForAdaAlone(presenter);
            presenter.press("ArrowRight");
            phone.waitForStep("blocks.0.attn.pattern");
        }
    }

    /** Waits until the presenter's page shows one person in the room, whose name is Ada. */
    private static void waitForAdaAlone(Screen presenter) {
        var audience = presenter.page().locator("orrery-audience");
        audience.getByText("1 person").waitFor();
        if (audience.locator("details[open]").count() == 0) {
            audience.getByText("Everyone").click();
        }
        // In one look: until the room's list is there, the page shows the one from before.
        audience.locator("details .names li:only-child").getByText("Ada").waitFor();
    }

    private static void joinsAsAda(Screen phone) {
        phone.page().navigate(venue.links().audience());
        phone.page().getByLabel("Your name").fill("Ada");
        phone.page().getByText("Use it").click();
    }

    /**
     * All renderer processes of the browser are stopped, as when a phone is in a pocket, and the connection is cut
     * meanwhile. {@code connection.test.js} checks that the page does not wait for its timers then, with a clock that it moves; this test
     * adds the browser's behaviour on waking.
     */
    @Test
    void wokenPhoneReconnectsAndShowsTheNewestStep() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port());
                var presenter = presenterWithoutAPage();
                var phone = venue.screen(390, 844)) {
            phone.page().addInitScript(COUNT_CONNECTIONS);
            phone.page()
                    .navigate(venue.links()
                            .audience()
                            .replace(":" + venue.server().port(), ":" + proxy.port()));
            presenter.goes("embed");
            phone.waitForStep("embed");
            var devtools = phone.page().context().newCDPSession(phone.page());
            for (String step : List.of("pos_embed", "resid", "blocks.0.ln1")) {
                int before = connections(phone);
                devtools.send("Page.setWebLifecycleState", json("state", "frozen"));
                try (var asleep = new StoppedRenderers(venue.browser())) {
                    assertThat(asleep.pids).isNotEmpty();
                    proxy.cut();
                    presenter.goes(step);
                    proxy.mend();
                }
                devtools.send("Page.setWebLifecycleState", json("state", "active"));
                phone.waitForHeading(step);
                phone.waitUntilConnected();
                assertThat(connections(phone)).isGreaterThan(before);
            }
        }
    }

    private static int connections(Screen screen) {
        return ((Number) screen.page().evaluate("connections")).intValue();
    }

    /** Counts the page's {@code connections}. */
    private static final String COUNT_CONNECTIONS = """
        (() => {
          window.connections = 0;
          window.WebSocket = class extends WebSocket {
            constructor(...given) {
              super(...given);
              connections++;
            }
          };
        })()\
        """;

    /** A presenter on a socket, without a page. */
    private Driver presenterWithoutAPage() throws Exception {
        URI link = URI.create(venue.links().presenter());
        String room =
                "ws://" + link.getAuthority() + "/ws/rooms/" + link.getPath().split("/")[2];
        var socket = new TestSocket(URI.create(room));
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

        /** Goes to a step and waits until the room is there. */
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

    /** The renderer processes of a browser, which are stopped until this is closed. */
    private static final class StoppedRenderers implements AutoCloseable {
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
            signal("STOP");
            awaitStopped();
        }

        /** A signal takes effect some time after it was sent. */
        private void awaitStopped() throws Exception {
            for (long pid : pids) {
                while (!state(pid).startsWith("T")) {
                    Thread.sleep(LOOK_MS);
                }
            }
        }

        /** The state of a process as {@code ps} gives it: T is stopped. */
        private static String state(long pid) throws Exception {
            var ps = new ProcessBuilder(
                            Programs.require("ps", "procps").toString(), "-o", "stat=", "-p", String.valueOf(pid))
                    .start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        }

        private void signal(String signal) throws Exception {
            for (long pid : pids) {
                Signals.send(signal, pid);
            }
        }

        @Override
        public void close() throws Exception {
            signal("CONT");
        }
    }

    private static com.google.gson.JsonObject json(String name, String value) {
        var json = new com.google.gson.JsonObject();
        json.addProperty(name, value);
        return json;
    }
}
