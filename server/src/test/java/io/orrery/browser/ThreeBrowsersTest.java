package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.picture.BrowserTab;
import io.orrery.web.socket.TestSocket;
import io.orrery.wire.TraceSummary;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A room with presenter, hall and phone, walked in Firefox and in WebKit: they show what Chromium shows. In WebKit the phone also takes part. A step
 * in a file, which they open without a server, shows what the server's page of somebody alone shows in Chromium.
 */
class ThreeBrowsersTest {
    private static final int STEPS = 10;

    /** CSS px; no window of WebKit's test browser is narrower, since its toolbar is so wide. */
    private static final int PHONE_WIDTH = 450;

    private static final String FILED_STEP = "blocks.1.attn.pattern";

    private static final String BEAT = "attention/one-score";
    private static final String NEXT_BEAT = "attention/what-next";

    /** Finds an element in the page's shadow trees. */
    private static final String FIND = """
        ((find) => find(document))(function find(root) {
          const found = root.querySelector('%s');
          return found ?? [...root.querySelectorAll('*')].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean) ?? null;
        })\
        """;

    /**
     * What a person can read: all texts, also those in shadow trees and slots. Left out are labels in the scene, whose places
     * depend on the browser's font, and what a screen reader is told of each step: it depends on which numbers have come by then.
     */
    private static final String TEXT = """
        (() => {
          const words = (node) => {
            if (node.nodeType === Node.TEXT_NODE) return node.data;
            if (node.nodeType === Node.ELEMENT_NODE) {
              if (node.matches('style, script, template, canvas, orrery-scene, p.unseen')) return '';
              const shown = getComputedStyle(node).display === 'contents' || node.checkVisibility({ visibilityProperty: true });
              if (!shown) return '';
            }
            const parts = node.localName === 'slot' ? node.assignedNodes({ flatten: true }) : (node.shadowRoot ?? node).childNodes;
            return [...parts].map(words).join(' ');
          };
          return words(document.body).replace(/\\s+/g, ' ').trim();
        })()\
        """;

    /** The room's state and its run as the page was told them, without its code and moments. */
    private static final String STATE = """
        JSON.stringify([orrery.room().state, orrery.walk().run], (name, value) => (/^code$|began/i.test(name) ? 0 : value))\
        """;

    private static final String STILL = """
        (orrery.isStill() && orrery.hasFigure() && orrery.walk().step === %s && orrery.tensorsOf().every((name) => orrery.tensor(name).hasArrived))\
        """;

    /** The tensors of a step as the graphics card has them: each as its shape and a sum over its bits. */
    private static final String DRAWN = """
        (() => {
          return Object.fromEntries(orrery.tensorsOf().map((name) => {
            const values = orrery.drawn(name);
            let sum = 2166136261;
            for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) sum = Math.imul(sum ^ byte, 16777619);
            return [name, [values.length, sum]];
          }));
        })()\
        """;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    private static Map<String, Shown> expected;
    private static VirtualDisplay display;
    private static Path filed;
    /** The address of a recording's file, at its end. */
    private static String recorded;

    /** What the three pages show at one moment of the walk. */
    private record Shown(Map<String, String> states, Map<String, String> texts, Map<String, JsonNode> drawn) {}

    @BeforeAll
    static void walkInChromium() throws Exception {
        display = new VirtualDisplay();
        var library = venue.server().library();
        TraceSummary run = library.example(library.catalog().models().get(0)).join();
        filed = Files.write(
                folder.resolve("step.html"),
                venue.server()
                        .exports()
                        .step(run, Optional.of(FILED_STEP))
                        .open()
                        .readAllBytes());
        recorded = recording().toUri() + "#t=60";
        String tokens = run.tokens().stream().map(String::valueOf).collect(Collectors.joining(","));
        String address = venue.links().solo() + "#tokens=" + tokens + "&step=" + FILED_STEP;
        try (var chromium = new PlaywrightBrowser()) {
            expected = new Walk(chromium).walk(false);
            Shown live = alone(chromium, address, SceneProbe.IMPORT);
            Shown file = alone(chromium, filed.toUri().toString(), SceneProbe.IMPORT_INTO_FILE);
            assertThat(file.drawn()).isEqualTo(live.drawn());
            // a file offers no talks, so that the map at the foot has more room
            assertThat(aboveTheFoot(file)).isEqualTo(aboveTheFoot(live)).isNotEmpty();
            expected.put("alone", file);
            expected.put("recorded", alone(chromium, recorded, SceneProbe.IMPORT_INTO_FILE));
        }
    }

    /** The text until the end of the legend. */
    private static String aboveTheFoot(Shown shown) {
        String text = shown.texts().get("alone");
        return text.substring(0, Math.max(0, text.indexOf("aggregates")));
    }

    /** The file of a room's recording, which goes to a step. */
    private static Path recording() throws Exception {
        var links = venue.newRoom();
        URI room = URI.create(links.audience());
        var presenter = new TestSocket(
                URI.create("ws://" + room.getAuthority() + room.getPath().replace("/r/", "/ws/rooms/")));
        String key = links.presenter().replaceAll(".*key=", "");
        String trace = presenter
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}")
                .next("welcome")
                .at("/state/trace/id")
                .asText();
        String id = "";
        for (String command : List.of(
                "'do':'record'",
                "'do':'go','cursor':{'trace':'" + trace + "','step':'" + FILED_STEP + "'}",
                "'do':'record-stop'")) {
            presenter.says("{'type':'command','id':'" + command.length() + "','at':1," + command + "}");
            JsonNode said = presenter.next(each -> each.path("by").asText().equals(Integer.toString(command.length())));
            id = said.at("/state/recording/id").asText(id);
        }
        // the room's answer may come before its recorder has heard of it
        var asked = HttpRequest.newBuilder(URI.create("http://" + room.getAuthority() + "/api/recordings/" + id))
                .header("Authorization", "Bearer " + key)
                .build();
        var client = HttpClient.newHttpClient();
        while (!client.send(asked, HttpResponse.BodyHandlers.ofString()).body().contains("\"ended\"")) {
            Thread.onSpinWait();
        }
        Path file = folder.resolve("recording.html");
        try (InputStream made = venue.server().recording(id, Set.of()).open()) {
            Files.copy(made, file);
        }
        return file;
    }

    @AfterAll
    static void closeTheDisplay() {
        display.close();
    }

    @Test
    void firefoxShowsWhatChromiumShows() throws Exception {
        try (var browser = new Firefox(display, Files.createDirectories(folder.resolve("firefox")))) {
            assertWalkIsTheSame(browser, false);
        }
    }

    @Test
    void webKitShowsWhatChromiumShowsAndItsPhoneAsksVotesReloadsAndAnswersEveryKindOfQuestion() throws Exception {
        try (var browser = new WebKit(display, Files.createDirectories(folder.resolve("webkit")))) {
            assertWalkIsTheSame(browser, true);
        }
    }

    /** What the page of somebody alone shows. @param port imports the port for tests */
    private static Shown alone(AnyBrowser browser, String address, String port) throws Exception {
        var page = browser.newPage(1200, 800);
        page.open(address);
        // a module that comes before a file's import map makes older browsers ignore that
        waitFor(page, "document.querySelector('orrery-app .page')");
        page.read(port);
        waitFor(page, STILL.formatted("'" + FILED_STEP + "'"));
        return new Shown(Map.of(), Map.of("alone", page.read(TEXT).asText()), Map.of("alone", page.read(DRAWN)));
    }

    private static void assertWalkIsTheSame(AnyBrowser browser, boolean takesPart) throws Exception {
        Map<String, Shown> seen = new Walk(browser).walk(takesPart);
        seen.put("alone", alone(browser, filed.toUri().toString(), SceneProbe.IMPORT_INTO_FILE));
        seen.put("recorded", alone(browser, recorded, SceneProbe.IMPORT_INTO_FILE));
        assertThat(seen.keySet()).isEqualTo(expected.keySet());
        for (var each : expected.entrySet()) {
            assertThat(seen.get(each.getKey()).states())
                    .as(each.getKey())
                    .isEqualTo(each.getValue().states());
            assertThat(seen.get(each.getKey()).texts())
                    .as(each.getKey())
                    .isEqualTo(each.getValue().texts());
            assertThat(seen.get(each.getKey()).drawn())
                    .as(each.getKey())
                    .isEqualTo(each.getValue().drawn());
        }
    }

    /** A walk of a room. */
    private static final class Walk {
        private final AnyBrowser browser;
        private final Map<String, Shown> seen = new LinkedHashMap<>();
        private final Map<String, AnyBrowser.Page> pages = new LinkedHashMap<>();

        Walk(AnyBrowser browser) {
            this.browser = browser;
        }

        /** @param takesPart whether the phone takes part once all has been looked at */
        Map<String, Shown> walk(boolean takesPart) throws Exception {
            var links = venue.newRoom();
            try (var proxy = new CuttableProxy("127.0.0.1", venue.server().port())) {
                open("presenter", 1600, 900, links.presenter());
                open("hall", 1024, 768, links.screen());
                open(
                        "phone",
                        PHONE_WIDTH,
                        844,
                        links.audience().replace(":" + venue.server().port(), ":" + proxy.port()));
                joins();
                walksTenSteps();
                holdsACell();
                asksTheRoom();
                showsABeat();
                losesTheLine(proxy);
                if (takesPart) {
                    takesPart(links.audience());
                }
            }
            return seen;
        }

        private void open(String who, int width, int height, String link) throws Exception {
            var page = browser.newPage(width, height);
            pages.put(who, page);
            page.open(link);
            page.read(SceneProbe.IMPORT);
        }

        private AnyBrowser.Page presenter() {
            return pages.get("presenter");
        }

        private void joins() throws Exception {
            String begin = "document.querySelector('orrery-preflight')?.shadowRoot.querySelector('.begin .filled')";
            waitFor(presenter(), begin + "?.disabled === false");
            presenter().press(Key.PAGE_DOWN);
            press(pages.get("phone"), "orrery-level .skip");
            waitFor(pages.get("phone"), "!" + element("orrery-level .skip"));
            // the door's panel comes late
            waitForText("presenter", "Who may enter");
            look("joined", "start");
        }

        private void walksTenSteps() throws Exception {
            for (int n = 1; n <= STEPS; n++) {
                String before = step();
                presenter().press(Key.RIGHT);
                waitFor(presenter(), "orrery.walk().step !== '" + before + "'");
                look("step " + n, step());
            }
        }

        private String step() throws Exception {
            return presenter().read("orrery.walk().step").asText();
        }

        private void holdsACell() throws Exception {
            presenter().press('c');
            for (var page : pages.values()) {
                waitFor(page, TEXT + ".length > 0 && orrery.scene().lit.length > 0");
            }
            waitFor(
                    presenter(),
                    "document.querySelector('orrery-inspector')?.shadowRoot.querySelector('.arithmetic:not(.coming),"
                            + " .note')");
            look("held cell", step());
        }

        private void asksTheRoom() throws Exception {
            presenter().press('i');
            press(presenter(), "orrery-ask .filled");
            press(pages.get("phone"), "orrery-guess .option");
            waitForText("phone", "Your answer is in");
            for (String who : pages.keySet()) {
                waitForText(who, "1 of 1 answered");
            }
            look("asked", step());
            presenter().press('i');
            waitForText("phone", "The answers are closed");
            waitForText("presenter", "Reveal I");
            presenter().press('i');
            waitFor(pages.get("hall"), element("orrery-hall-question .rows"));
            waitFor(pages.get("phone"), element("orrery-guess .rows"));
            waitForText("presenter", "End I");
            look("revealed", step());
            presenter().press('i');
            waitFor(pages.get("hall"), "!" + element("orrery-hall-question .rows"));
        }

        private void showsABeat() throws Exception {
            does("tourStart", "{ tour: 'acts', route: 5, beat: '" + BEAT + "' }");
            showAll(BEAT);
            look("beat", step());
        }

        private void losesTheLine(CuttableProxy proxy) throws Exception {
            proxy.cut();
            waitForText("phone", "The connection is lost");
            presenter().press(Key.RIGHT);
            waitForText("presenter", "Go on before the room is told?");
            presenter().press(Key.RIGHT);
            waitFor(presenter(), showing(NEXT_BEAT));
            proxy.mend();
            waitFor(pages.get("phone"), "!" + TEXT + ".includes('The connection is lost')");
            showAll(NEXT_BEAT);
            look("found again", step());
        }

        /** Waits until all pages show a beat of the tour. */
        private void showAll(String beat) throws Exception {
            for (var page : pages.values()) {
                waitFor(page, showing(beat));
            }
        }

        private static String showing(String beat) {
            return "(({ beat, at, isShown, hasFacts }) => isShown && beat.key === '" + beat
                    + "' && hasFacts && orrery.walk().step === beat.scene.steps[at])(orrery.tour())";
        }

        /** The phone asks, votes for another person's question, and guesses. It finds all of that after it was reloaded, and answers polls and a place. */
        private void takesPart(String link) throws Exception {
            var phone = pages.get("phone");
            URI audience = URI.create(link);
            new TestSocket(URI.create("ws://" + audience.getAuthority()
                            + audience.getPath().replace("/r/", "/ws/rooms/")))
                    .says("{'type':'hello','v':1,'view':'attendee'}")
                    .says("{'type':'command','id':'q','at':1,'do':'qa-ask','text':'Who?'}");
            pressOne(phone, one("orrery-stack .tabs button", "Room"));
            press(phone, "orrery-qa textarea");
            type(phone, "Why?");
            scrollTo(phone, element("orrery-qa form .filled"));
            press(phone, "orrery-qa form .filled");
            waitForText("phone", "Why?");
            scrollTo(phone, element("orrery-qa .vote[aria-pressed=false]"));
            press(phone, "orrery-qa .vote[aria-pressed=false]");
            waitFor(phone, element("orrery-qa .vote[aria-pressed=true]"));
            does("predict", "{ question: 'Which?', options: ['This', 'That'] }");
            press(phone, "orrery-guess .option");
            waitForText("phone", "Your answer is in");

            phone.read("void location.reload()");
            waitForText("phone", "Your answer is in");
            waitFor(phone, element("orrery-guess .chosen"));
            answers("poll", "{ kind: 'several', question: 'Which?', options: ['This', 'That'] }", "orrery-poll-answer");
            waitFor(phone, element("orrery-poll-answer .rows .mine"));
            answers("poll", "{ kind: 'scale', question: 'How sure?' }", "orrery-poll-answer");
            waitFor(phone, element("orrery-poll-answer .rows .mine"));
            answers("placeAsk", "{ kind: 'layer', question: 'Which layer?' }", "orrery-place-answer");
            waitFor(
                    phone,
                    element("orrery-place-heat .none") + " === null && " + element("orrery-place-heat li small"));
            does("predictEnd", "null");
            waitFor(phone, "!" + element("orrery-place-heat section"));
            pressOne(phone, one("orrery-stack .tabs button", "Room"));
            waitFor(phone, element("orrery-qa .vote[aria-pressed=true]"));
            waitForText("phone", "yours");
        }

        /** The phone answers a question that the presenter asks in the place of any other, and that is then revealed. */
        private void answers(String action, String asks, String page) throws Exception {
            does("predictEnd", "null");
            waitFor(pages.get("phone"), "!" + element("orrery-guess section"));
            does(action, asks);
            scrollTo(pages.get("phone"), element(page + " .option"));
            press(pages.get("phone"), page + " .option");
            waitForText("phone", "Your answer is in");
            does("predictReveal", "null");
        }

        /** Does what a button of the presenter's page does, by the event that its buttons send. @param value of JavaScript */
        private void does(String action, String value) throws Exception {
            presenter()
                    .read("void document.querySelector('orrery-app').dispatchEvent(new CustomEvent('ask', { detail: "
                            + "{ action: '" + action + "', value: " + value + " } }))");
        }

        private void waitForText(String who, String text) throws Exception {
            waitFor(pages.get(who), TEXT + ".includes('" + text + "')");
        }

        /** Waits until all pages show a step, and keeps what they show. */
        private void look(String moment, String step) throws Exception {
            var states = new LinkedHashMap<String, String>();
            var texts = new LinkedHashMap<String, String>();
            var drawn = new LinkedHashMap<String, JsonNode>();
            for (var page : pages.values()) {
                waitFor(page, STILL.formatted("'" + step + "'"));
            }
            // The phone has told that it shows the step, too, and not only the one before.
            waitFor(
                    presenter(),
                    "(({ following, list }) => following === 1 && list.some(({ view, step }) => view === 'attendee' && step === '"
                            + step + "'))(orrery.room().people)");
            waitForText("presenter", "1 with you");
            for (var page : pages.entrySet()) {
                states.put(
                        page.getKey(),
                        sameInAllRooms(page.getValue().read(STATE).asText()));
                texts.put(
                        page.getKey(), sameInAllRooms(page.getValue().read(TEXT).asText()));
                drawn.put(page.getKey(), page.getValue().read(DRAWN));
            }
            seen.put(moment, new Shown(states, texts, drawn));
        }
    }

    /** Finds what an element has in its shadow tree. @param hostAndInside the name of the element, a space, and a selector */
    private static String element(String hostAndInside) {
        int space = hostAndInside.indexOf(' ');
        return FIND.formatted(hostAndInside.substring(0, space)) + "?.shadowRoot?.querySelector('"
                + hostAndInside.substring(space + 1) + "')";
    }

    /** As {@link #element}, the one with this text. */
    private static String one(String hostAndInside, String text) {
        int space = hostAndInside.indexOf(' ');
        return "[...(" + FIND.formatted(hostAndInside.substring(0, space)) + "?.shadowRoot?.querySelectorAll('"
                + hostAndInside.substring(space + 1) + "') ?? [])].find((each) => each.textContent.trim() === '" + text
                + "')";
    }

    /** Presses the middle of an element once it is there. */
    private static void press(AnyBrowser.Page page, String selector) throws Exception {
        pressOne(page, element(selector));
    }

    /** What comes late moves what is below it, so an element is pressed once it stays where it is. */
    private static void pressOne(AnyBrowser.Page page, String element) throws Exception {
        waitFor(page, element);
        waitFor(page, "document.querySelector('" + BrowserTab.LATE_PANELS + "') === null");
        String middle = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])((" + element
                + ").getBoundingClientRect())";
        JsonNode at = page.read(middle);
        for (JsonNode before = null; !at.equals(before); at = page.read(middle)) {
            before = at;
            Thread.sleep(30);
        }
        page.press(at.get(0).asDouble(), at.get(1).asDouble());
    }

    private static void scrollTo(AnyBrowser.Page page, String element) throws Exception {
        waitFor(page, element);
        page.read("void (" + element + ").scrollIntoView({ block: 'center' })");
    }

    private static void type(AnyBrowser.Page page, String text) throws Exception {
        for (char key : text.toCharArray()) {
            page.press(key);
        }
    }

    /** A text without what differs from room to room: code, address and time. */
    private static String sameInAllRooms(String text) {
        return text.replaceAll("\\b[0-9A-Z]{3} [0-9A-Z]{3}\\b", "CODE")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS")
                .replaceAll("\\b\\d+:\\d\\d\\b", "TIME");
    }

    private static void waitFor(AnyBrowser.Page page, String condition) throws Exception {
        var failures = new LinkedHashSet<String>();
        try {
            while (true) {
                try {
                    if (page.read("Boolean(" + condition + ")").asBoolean()) {
                        return;
                    }
                } catch (IllegalStateException e) {
                    failures.add(e.getMessage());
                }
                Thread.sleep(30);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Waited in vain for " + condition + " " + failures, e);
        }
    }
}
