package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import io.orrery.model.ModelReference;
import io.orrery.room.access.RoomCode;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.rooms.Links;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension with the server and the browser of a test class, registered as a static field. Tests close the screens that
 * they open.
 */
final class Venue implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** How long a server runs. */
    private enum Stay {
        ALL_TESTS,
        ONE_TEST,
        AS_TESTS_SAY
    }

    private static final Path WITHOUT_MULTISAMPLING = script("without-multisampling.js");

    /** For contexts that a test opens by itself, see {@link #screen(int, int)}. */
    static final Path WITHOUT_DRAWING = script("without-drawing.js");

    private final Stay stay;
    private final ServerOptions usual;
    private final Map<ServerOptions, Server> kept = new HashMap<>();
    private Optional<Server> server = Optional.empty();

    private static Path script(String name) {
        return ModulePages.webClient().resolve("src/test/js").resolve(name);
    }

    private Venue(Stay stay, ServerOptions usual) {
        this.stay = stay;
        this.usual = usual;
    }

    /** One server with the sorting model for all tests of the class. */
    static Venue forAllTests() {
        return new Venue(Stay.ALL_TESTS, offering(ModelReference.of("nano-sort")));
    }

    /** One server for all tests of the class. */
    static Venue forAllTests(ServerOptions options) {
        return new Venue(Stay.ALL_TESTS, options);
    }

    /** A server with the sorting model for each test, whose room is new. */
    static Venue forEachTest() {
        return new Venue(Stay.ONE_TEST, offering(ModelReference.of("nano-sort")));
    }

    /** No server; each test opens its own. */
    static Venue closedAtFirst() {
        return new Venue(Stay.AS_TESTS_SAY, offering(ModelReference.of("nano-sort")));
    }

    /** On the loopback interface and a free port. */
    static ServerOptions offering(ModelReference... models) {
        return new ServerOptions("127.0.0.1", 0, List.of(models), Optional.empty());
    }

    /** With the sorting model, keeping its rooms in a data folder. @param port 0 for any free one */
    static ServerOptions kept(Path data, int port) {
        var hosting = new Hosting(
                Optional.of(data),
                Optional.empty(),
                false,
                Hosting.DEFAULT_MOST_ROOMS,
                Hosting.TEMPORARY.idle(),
                List.of());
        return new ServerOptions("127.0.0.1", port, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting);
    }

    /** Starts a server in place of the current one, if any. */
    void open(ServerOptions options) throws IOException {
        close();
        server = Optional.of(Server.start(options));
    }

    /** Like {@link #open(ServerOptions)}. @param clock the time for the limits on requests, in ms */
    void open(ServerOptions options, DoubleSupplier clock) throws IOException {
        close();
        server = Optional.of(Server.start(options, clock));
    }

    /** Like {@link #open(ServerOptions)}, but keeps the server for later tests of the class with the same options. */
    void openOnce(ServerOptions options) throws IOException {
        close();
        if (!kept.containsKey(options)) {
            kept.put(options, Server.start(options));
        }
        server = Optional.of(kept.get(options));
    }

    void close() {
        server.filter(open -> !kept.containsValue(open)).ifPresent(Server::close);
        server = Optional.empty();
    }

    /** Opens a new room as the operator. */
    Links newRoom() throws IOException, InterruptedException {
        String operator = Files.readString(server().operatorKeyFile()).strip();
        var request = HttpRequest.newBuilder(URI.create(address("/api/rooms")))
                .header("Authorization", "Bearer " + operator)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        String links = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode room = new JsonMapper().readTree(links);
        return new Links(
                address(""),
                new RoomCode(room.get("code").textValue()),
                Optional.of(key(room, "presenter")),
                Optional.of(key(room, "coPresenter")));
    }

    private static String key(JsonNode links, String role) {
        return URI.create(links.get(role).textValue()).getFragment().substring("key=".length());
    }

    Server server() {
        return server.orElseThrow();
    }

    Links links() {
        return server().links();
    }

    /** @param path from the root of the server */
    String address(String path) {
        URI audience = URI.create(links().audience());
        return audience.getScheme() + "://" + audience.getAuthority() + path;
    }

    Browser browser() {
        return TestBrowser.shared();
    }

    /**
     * A screen of a person who prefers reduced motion: the scene jumps. It does not draw the machine's pixels, which fails a
     * test that reads them.
     */
    Screen screen(int width, int height) {
        return screen(width, height, false);
    }

    /** Like {@link #screen(int, int)}. @param motion whether the scene moves */
    Screen screen(int width, int height, boolean motion) {
        return new Screen(browser(), width, height, motion, address("/")).with(WITHOUT_DRAWING);
    }

    /** A screen of a person who prefers reduced motion, whose machine is drawn, for tests that look at its pixels. */
    Screen drawnScreen(int width, int height) {
        return new Screen(browser(), width, height, false, address("/")).with(WITHOUT_MULTISAMPLING);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (stay == Stay.ALL_TESTS) {
            open(usual);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (stay == Stay.ONE_TEST) {
            open(usual);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (stay != Stay.ALL_TESTS) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
        kept.values().forEach(Server::close);
        // A test class keeps its venue for as long as the process runs, and so would their models be kept.
        kept.clear();
    }
}
