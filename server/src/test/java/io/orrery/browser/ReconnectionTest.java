package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.orrery.model.ModelReference;
import io.orrery.tools.Programs;
import io.orrery.tools.Signals;
import io.orrery.web.Hosting;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a room does without its server, and a phone after its sleep, and how all come together again. */
@Tag("alone")
class ReconnectionTest {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String ADA_ALONE = "app.conductor.people?.list?.filter(({view}) => view === 'attendee')"
            + ".map(({name}) => name).join() === 'Ada'";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void withoutTheServerPresenterAndHallGoOnTogetherAndEveryoneFollowsWhenItIsBack() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port());
                var presenter = venue.screen(1100, 760);
                var phone = venue.screen(390, 844)) {
            String through = ":" + proxy.port();
            String here = ":" + venue.server().port();
            presenter.open(venue.links().presenter().replace(here, through));
            Page hall = presenter.page().context().newPage();
            hall.navigate(venue.links().screen().replace(here, through));
            hall.waitForFunction("() => " + APP + "?.conductor?.step && " + APP + ".conductor.status === 'open'");
            phone.open(venue.links().audience());

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
    void whenTheServerWasStoppedAndStartedAgainEveryPageIsBackByItselfAsTheSamePersonAtTheSamePlace(@TempDir Path data)
            throws Exception {
        venue.open(kept(data, 0));
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
            presenter.waitUntil(ADA_ALONE);

            venue.close();
            everyone.forEach(each -> each.waitUntil("app.conductor.status === 'lost'"));
            venue.open(kept(data, port));

            everyone.forEach(each -> each.waitUntil("app.conductor.status === 'open'"));
            presenter.waitUntil("app.conductor.mayDrive && " + ADA_ALONE);
            presenter.press("ArrowRight");
            everyone.forEach(each -> each.waitForStep("blocks.0.attn.pattern"));
        }
    }

    @Test
    void whoLoadsTheirPageAgainIsTheSamePersonAtTheSamePlace() {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844)) {
            joinsAsAda(phone);
            presenter.open(venue.links().presenter());
            presenter.go("blocks.0.attn.scores");
            phone.waitForStep("blocks.0.attn.scores");

            phone.page().reload();
            presenter.page().reload();

            presenter.waitForStep("blocks.0.attn.scores");
            presenter.waitUntil("app.conductor.mayDrive && " + ADA_ALONE);
            presenter.press("ArrowRight");
            phone.waitForStep("blocks.0.attn.pattern");
        }
    }

    private static void joinsAsAda(Screen phone) {
        phone.page().navigate(venue.links().audience());
        phone.page().getByLabel("Your name").fill("Ada");
        phone.page().getByText("Use it").click();
    }

    /** A server whose rooms outlive it. */
    private static ServerOptions kept(Path data, int port) {
        var hosting = new Hosting(
                Optional.of(data),
                Optional.empty(),
                false,
                Hosting.DEFAULT_MOST_ROOMS,
                Hosting.TEMPORARY.idle(),
                List.of());
        return new ServerOptions("127.0.0.1", port, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting);
    }

    /**
     * Every page of the phone's browser stands still, as when the phone is in a pocket; its line is cut meanwhile. What
     * the page itself waits for is counted in {@code connection.test.js}, where time is turned by hand; this is with the
     * browser's own time to wake.
     */
    @Test
    void aPhoneThatSleptIsAtTheNewestStepByItselfOnANewLineWithinTwoSecondsOfWaking() throws Exception {
        try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port());
                var presenter = presenterWithoutAPage();
                var phone = venue.screen(390, 844)) {
            var lines = new AtomicInteger();
            phone.page().onWebSocket(line -> lines.incrementAndGet());
            phone.page()
                    .navigate(venue.links()
                            .audience()
                            .replace(":" + venue.server().port(), ":" + proxy.port()));
            presenter.goes("embed");
            phone.waitForStep("embed");
            var devtools = phone.page().context().newCDPSession(phone.page());
            var slept = new ArrayList<Duration>();
            for (String step : List.of("pos_embed", "resid", "blocks.0.ln1")) {
                int before = lines.get();
                devtools.send("Page.setWebLifecycleState", json("state", "frozen"));
                try (var asleep = new StoppedRenderers(venue.browser())) {
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

    /** Who presents, on the bare connection. */
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
            signal("STOP");
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
