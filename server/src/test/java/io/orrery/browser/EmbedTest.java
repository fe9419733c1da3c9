package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of docs/embedding.md in a browser: another site's page with a machine, a deck of reveal.js, and what such pages may not do. */
class EmbedTest {
    @RegisterExtension
    static final Venue VENUE = Venue.closedAtFirst();

    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final Path MODULES = Path.of("..", "web-client", "node_modules");
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html; charset=utf-8", "js", "text/javascript", "css", "text/css");

    /** Files that a page had received at a milestone, without the port for tests and the numbers of one head: the end of each address, and bytes with headers. */
    private static final String LOADED_UNTIL = """
            milestone => performance.getEntries()
                .filter(each => each.transferSize > 0 && !/shown.js$|[?]heads=/.test(each.name)
                    && each.responseEnd <= performance.getEntriesByName(milestone)[0].startTime)
                .map(each => [each.name.slice(each.name.lastIndexOf('/') + 1), each.transferSize])""";

    /** What a page may try with its frames: another handshake's number, a message of megabytes, and too many commands through a channel of its own. */
    private static final String FLOOD = """
            () => Promise.all([...document.querySelectorAll('iframe')].map(({ contentWindow }) => new Promise((closed) => {
                for (let i = 0; i < 2000; i++) contentWindow.postMessage({ orrery: 'connect', nonce: String(i) }, '*');
                contentWindow.postMessage({ orrery: 'connect', nonce: 'x'.repeat(4 << 20) }, '*');
                addEventListener('message', ({ source, data }) => {
                    if (source !== contentWindow || data.orrery !== 'ready') return;
                    const { port1, port2 } = new MessageChannel();
                    let refused = 0;
                    port1.onmessage = ({ data: { error } }) => error?.code === 'too-fast' && closed(++refused);
                    contentWindow.postMessage({ orrery: 'connect', nonce: data.nonce }, '*', [port2]);
                    for (let i = 0; i < 3000; i++) port1.postMessage({ id: i, do: 'next' });
                });
                contentWindow.postMessage({ orrery: 'hello' }, '*');
            })))""";

    /** Keeps the worker of a room's frames alive, without following the room. */
    private static final String KEEP = """
            code => {
                const { name } = performance.getEntriesByType('resource').find(each => each.name.endsWith('/embed.js'));
                self.kept = new SharedWorker(name.replace('embed.js', 'room-worker.js'), { name: `${location.origin.replace('http', 'ws')}/ws/rooms/${code}` });
            }""";

    /** Whether nothing that a page's panels say has to be scrolled. */
    private static final String WHOLE = """
            () => [...document.querySelectorAll('.embed > main > *, .embed > aside > *')]
                .flatMap(panel => [panel, panel.shadowRoot?.querySelector('.read') ?? panel])
                .every(part => part.scrollHeight <= part.clientHeight + 1)""";

    /** Until the first words. */
    private static final int WORDS = 53 * 1024;

    /** Until the step's figure is there, too. */
    private static final int WORDS_AND_FIGURE = 60 * 1024;

    /** The same where the figure shows vectors of the stream, with their numbers. */
    private static final int WORDS_AND_VECTORS = 72 * 1024;

    /** Another site, which has the examples. */
    private static HttpServer site;

    private static String origin;
    /** What it serves besides, by path. */
    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

    @BeforeAll
    static void open() throws IOException {
        // the deck's library is one of the client's development packages
        ClientTools.install();
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin = "http://127.0.0.1:" + site.getAddress().getPort();
        site.createContext("/", EmbedTest::serve);
        site.start();
    }

    @AfterAll
    static void close() {
        site.stop(0);
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        Path file = path.startsWith("reveal.js/") ? MODULES.resolve(path) : EXAMPLES.resolve(path);
        String text =
                PAGES.containsKey(path) ? PAGES.get(path) : Files.isRegularFile(file) ? Files.readString(file) : "";
        byte[] bytes = text.replace("https://orrery.example.org", VENUE.address(""))
                .replace("ABC234", VENUE.links().code().text())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain"));
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ServerOptions allowing(String... sites) {
        return allowing("nano-sort", List.of(sites));
    }

    private static ServerOptions allowing(String model, List<String> sites) {
        return new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of(model)),
                Optional.empty(),
                Hosting.TEMPORARY.withEmbedFrom(sites));
    }

    /** A page of the other site. */
    private static Screen visitor(String path) {
        Screen screen = VENUE.screen(1000, 800);
        screen.page().navigate(origin + "/" + path);
        return screen;
    }

    @Test
    void machineOfAnotherPageShowsWhatThatPageAsksAndSaysWhatItShows() throws Exception {
        VENUE.open(allowing(origin));
        // paper has pixels
        try (Screen visitor = VENUE.drawnScreen(1000, 800)) {
            Page page = visitor.page();
            page.navigate(origin + "/element.html");
            visitor.waitUntil("document.querySelector('output').textContent !== ''");
            String first = page.locator("output").textContent();
            Frame frame = page.frames().get(1);
            frame.locator("orrery-step-card h1").waitFor();
            assertThat(frame.locator("orrery-step-card h1").textContent()).isEqualTo(first);

            page.locator("#scores").click();
            visitor.waitFor("before => document.querySelector('output').textContent !== before", first);
            assertThat(state(page, "step")).isEqualTo("blocks.0.attn.scores");

            page.locator("#text").click();
            visitor.waitUntil("document.querySelector('orrery-machine').state.text.startsWith('ABCABC')");

            // no page of the other site hears of keys that the machine has a use for; the others are its own
            page.evaluate("() => document.querySelector('orrery-machine').on('key', key => (window.pressed = key))");
            frame.locator("orrery-step-card h1").click();
            page.keyboard().press("ArrowRight");
            visitor.waitUntil("window.pressed === 'ArrowRight'");
            page.keyboard().press("ArrowLeft");
            visitor.waitUntil("window.pressed === 'ArrowLeft'");
            page.keyboard().press("c");
            page.keyboard().press("q");
            visitor.waitFor("() => window.pressed !== 'ArrowLeft'", null);
            assertThat(page.evaluate("window.pressed")).isEqualTo("q");
            assertThat(state(page, "step")).isEqualTo("blocks.0.attn.scores");

            // paper has the machine as it is, and a link to it
            frame.waitForFunction("() => window.orrery?.isStill()");
            String paper = new String(page.pdf(), StandardCharsets.ISO_8859_1);
            assertThat(paper).contains("/Subtype /Image").contains("/URI (" + VENUE.address("/embed/solo#"));
            Screen.waitUntilGone(frame.locator(".printed"));
            assertThat(visitor.errors()).isEmpty();
        }
    }

    @Test
    void deckLeadsTheRoomWithItsKeyAndAnotherFollowsIt() throws Exception {
        VENUE.open(allowing(origin));
        try (Screen attendee = VENUE.screen(1000, 800);
                Screen follower = visitor("reveal.html");
                Screen deck = visitor("reveal.html?present")) {
            Page page = deck.page();
            page.locator("dialog input").fill(VENUE.links().presenter());
            page.locator("dialog button").click();
            attendee.page().navigate(VENUE.links().audience());
            deck.waitUntil("window.deck?.isReady()");
            page.evaluate("() => window.deck.slide(1)");
            deck.waitUntil("document.querySelector('orrery-machine').state?.mayDrive");
            attendee.waitForHeading("start");

            page.evaluate("() => window.deck.next()");
            attendee.waitForHeading("blocks.0.attn.scores");
            assertThat(page.content()).doesNotContain(VENUE.links().key().orElseThrow());

            follower.waitUntil("window.deck?.isReady()");
            follower.page().evaluate("() => window.deck.slide(1)");
            follower.waitUntil("window.deck.getIndices().f === 0");
            // the presenter goes on in the machine: both decks go along, and the key is not asked for again
            page.evaluate("() => document.querySelector('orrery-machine').go('blocks.0.attn.pattern')");
            deck.waitUntil("window.deck.getIndices().f === 1");
            follower.waitUntil("window.deck.getIndices().f === 1");
            page.reload();
            deck.waitUntil("document.querySelector('orrery-machine')?.state?.mayDrive");
            assertThat(page.locator("dialog").count()).isZero();

            framesOfAPageShareOneConnection(follower.page(), deck, attendee);
        }
    }

    /** Three frames follow a room that a deck leads, beside an attendee: also when the first of them is gone, and whatever the page around them sends. */
    private static void framesOfAPageShareOneConnection(Page around, Screen deck, Screen attendee) throws Exception {
        PAGES.put(
                "three.html",
                "<!doctype html>"
                        + "<iframe src='https://orrery.example.org/embed/ABC234' style='width:320px;height:480px'></iframe>"
                                .repeat(3));
        around.navigate(origin + "/three.html");
        deck.page().evaluate("() => document.querySelector('orrery-machine').go('blocks.0.attn.pattern')");
        attendee.waitForHeading("blocks.0.attn.pattern");
        allShow(around, attendee);
        // those of the attendee, of the deck, and of all three
        waitForConnections(3);

        around.evaluate("() => document.querySelector('iframe').remove()");
        around.evaluate(FLOOD);
        deck.page().evaluate("() => document.querySelector('orrery-machine').go('blocks.0.attn.scores')");
        attendee.waitForHeading("blocks.0.attn.scores");
        allShow(around, attendee);
        waitForConnections(3);

        // The worker lets go of each frame that is removed: the line ends with the last, though a frame that does not
        // follow keeps the worker.
        around.evaluate(
                "address => document.body.append(Object.assign(document.createElement('iframe'), { src: address }))",
                VENUE.address("/embed/solo"));
        around.waitForCondition(() -> around.mainFrame().childFrames().size() == 3);
        Frame keeper = around.mainFrame().childFrames().get(2);
        keeper.waitForFunction("() => document.readyState === 'complete' && location.pathname === '/embed/solo'");
        keeper.evaluate(KEEP, VENUE.links().code().text());
        around.evaluate("() => document.querySelectorAll('iframe:not(:last-child)').forEach(frame => frame.remove())");
        waitForConnections(2);
    }

    /** Waits until each frame of a page shows the heading that another page shows. */
    private static void allShow(Page around, Screen attendee) {
        String heading = attendee.page().locator("orrery-step-card h1").first().textContent();
        for (Frame frame : around.mainFrame().childFrames()) {
            frame.waitForFunction(
                    "heading => document.querySelector('orrery-step-card')?.shadowRoot.querySelector('h1')?.textContent === heading",
                    heading);
        }
    }

    private static void waitForConnections(int number) throws Exception {
        String key = Files.readString(VENUE.server().operatorKeyFile()).strip();
        var request = HttpRequest.newBuilder(URI.create(VENUE.address("/metrics")))
                .header("Authorization", "Bearer " + key)
                .build();
        String last;
        do {
            Thread.sleep(50);
            last = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } while (!last.contains("orrery_connections " + number + ".0"));
    }

    @Test
    void onlyAnAllowedSiteShowsTheFrameAndOneWithoutItsRoomStandsAlone() throws Exception {
        VENUE.open(allowing("https://slides.example.org"));
        try (Screen visitor = visitor("element.html")) {
            // the link stays in place of the frame
            visitor.waitUntil("document.querySelector('orrery-machine').shadowRoot.querySelector('a').checkVisibility()"
                    + " && !document.querySelector('orrery-machine').shadowRoot.querySelector('iframe')");
        }
        VENUE.open(allowing(origin));
        PAGES.put(
                "gone.html",
                "<script type=module src='https://orrery.example.org/orrery-embed.js'></script>"
                        + "<orrery-machine room='NOROOM' step='blocks.0.attn.scores' panels='card,next,rail'></orrery-machine>");
        try (Screen visitor = visitor("gone.html")) {
            visitor.waitUntil("document.querySelector('orrery-machine').state?.step === 'blocks.0.attn.scores'");
            assertThat(state(visitor.page(), "room")).isEqualTo("");
            assertThat(state(visitor.page(), "mayDrive")).isEqualTo(true);
            // the panels that it asks for, and as high as they need
            Frame frame = visitor.page().frames().get(1);
            frame.locator(".embed > aside orrery-next-panel").waitFor();
            frame.locator(".embed > footer orrery-step-rail").waitFor();
            frame.locator(".embed > main orrery-step-card").waitFor();
            visitor.waitUntil("document.querySelector('orrery-machine').shadowRoot.querySelector('iframe').style.height"
                    + " !== '480px'");
            frame.waitForFunction(WHOLE);
        }
        pastedCodeShowsTheView();
    }

    /** The code of the link's sheet, in a page that has nothing else. */
    private static void pastedCodeShowsTheView() {
        try (Screen giver = VENUE.screen(1000, 800);
                Screen visitor = VENUE.screen(1000, 800)) {
            giver.page()
                    .addInitScript("Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})");
            giver.open(VENUE.address("/solo#preset=nano-sort&step=blocks.0.attn.pattern"));
            giver.press("u");
            giver.page().locator("orrery-link dialog[open] .plain").click();
            var field = giver.page().locator("orrery-link dialog[open] input");
            giver.waitUntil("document.querySelector('orrery-link').shadowRoot.querySelector('dialog[open] input')"
                    + "?.value.startsWith('<iframe')");
            PAGES.put("pasted.html", "<!doctype html>" + field.inputValue());
            visitor.page().navigate(origin + "/pasted.html");
            Frame frame = visitor.page().frames().get(1);
            frame.locator("orrery-step-card h1").waitFor();
            assertThat(frame.locator("orrery-step-card h1").textContent())
                    .isEqualTo(
                            giver.page().locator("orrery-step-card h1").first().textContent());
        }
    }

    /** Ten bare frames, of which one is in the window, in a page without any script: a parent that never answers. */
    @Test
    void framesThatNobodySeesRunNoScript() throws Exception {
        // its steps have figures
        Path model = Fixtures.outside("smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
        VENUE.open(allowing(model.toString(), List.of(origin)));
        String frame = "<iframe src='https://orrery.example.org/embed/solo#step=blocks.0.attn.pattern'"
                + " style='display:block;width:900px;height:600px;margin-bottom:900px'></iframe>";
        PAGES.put("ten.html", "<!doctype html>" + frame.repeat(10));
        List<Request> asked = Collections.synchronizedList(new ArrayList<>());
        try (Screen visitor = VENUE.screen(1000, 800)) {
            visitor.page().onRequestFinished(asked::add);
            visitor.page().navigate(origin + "/ten.html");
            Frame first = visitor.page().frames().get(1);
            first.locator("orrery-step-card h1").waitFor();
            first.waitForFunction("() => performance.getEntriesByName('orrery:figure').length > 0");
            assertThat(first.locator("orrery-figure h2").textContent()).isEqualTo("Layer 1 · Head 1");
            assertThat(bytesUntil(first, "orrery:text")).isBetween(WORDS / 2, WORDS);
            assertThat(bytesUntil(first, "orrery:figure")).isBetween(WORDS, WORDS_AND_FIGURE);
            assertThat(loadedUntil(first, "orrery:figure").keySet())
                    .noneMatch(name -> name.matches("(rest|machine|page-controller)-.*|.*[.]rest[.]json"));
            // whole steps' numbers are for the machine alone
            assertThat(loadedUntil(first, "orrery:figure").keySet()).doesNotContain("blocks.0.attn.pattern");
            vectorsNeedTheirOwnNumbersOnly();
            for (Frame other : visitor.page().frames().subList(2, 11)) {
                assertThat(other.evaluate("() => Boolean(customElements.get('orrery-app'))"))
                        .isEqualTo(false);
            }
            visitor.page()
                    .waitForCondition(() ->
                            asked.stream().anyMatch(request -> request.url().contains("/made/embed.js")));
        }
    }

    private static void vectorsNeedTheirOwnNumbersOnly() {
        PAGES.put(
                "norm.html",
                "<!doctype html><iframe src='https://orrery.example.org/embed/solo#step=blocks.0.ln1'"
                        + " style='width:900px;height:600px'></iframe>");
        try (Screen visitor = visitor("norm.html")) {
            Frame norm = visitor.page().frames().get(1);
            norm.waitForFunction("() => performance.getEntriesByName('orrery:figure').length > 0");
            assertThat(loadedUntil(norm, "orrery:figure").keySet())
                    .contains("blocks.0.ln1.w")
                    .doesNotContain("blocks.0.ln1");
            assertThat(bytesUntil(norm, "orrery:figure")).isBetween(WORDS_AND_FIGURE, WORDS_AND_VECTORS);
            // the machine has them, which comes next
            norm.waitForFunction(
                    "() => performance.getEntriesByType('resource').some(each => each.name.endsWith('/steps/blocks.0.ln1'))");
        }
    }

    private static int bytesUntil(Frame frame, String milestone) {
        return loadedUntil(frame, milestone).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static Map<String, Integer> loadedUntil(Frame frame, String milestone) {
        Map<String, Integer> loaded = new HashMap<>();
        for (Object each : (List<?>) frame.evaluate(LOADED_UNTIL, milestone)) {
            List<?> file = (List<?>) each;
            loaded.merge((String) file.get(0), (Integer) file.get(1), Integer::sum);
        }
        return loaded;
    }

    private static Object state(Page page, String member) {
        return page.evaluate("member => document.querySelector('orrery-machine').state[member]", member);
    }
}
