package io.orrery.browser;

import com.microsoft.playwright.Browser;
import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.rooms.Links;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server whose pages the tests of a class look at, and the browser in which they do. Registered as a static field; a
 * test closes what it opens beyond that.
 */
final class Venue implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** How long one server stands. */
    private enum Stay {
        ALL_TESTS,
        ONE_TEST,
        AS_TESTS_SAY
    }

    private final Stay stay;
    private final ServerOptions usual;
    private Optional<Server> server = Optional.empty();

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

    /** A server with the sorting model for each test: nobody was in its room before. */
    static Venue forEachTest() {
        return new Venue(Stay.ONE_TEST, offering(ModelReference.of("nano-sort")));
    }

    /** Each test opens the server that it is about. */
    static Venue closedAtFirst() {
        return new Venue(Stay.AS_TESTS_SAY, offering(ModelReference.of("nano-sort")));
    }

    /** For this machine alone, on a port that is free. */
    static ServerOptions offering(ModelReference... models) {
        return new ServerOptions("127.0.0.1", 0, List.of(models), Optional.empty());
    }

    /** In place of the server that is open, if one is. */
    void open(ServerOptions options) throws IOException {
        close();
        server = Optional.of(Server.start(options));
    }

    void close() {
        server.ifPresent(Server::close);
        server = Optional.empty();
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

    /** Of somebody who asked for less motion: the machine jumps. */
    Screen screen(int width, int height) {
        return screen(width, height, false);
    }

    Screen screen(int width, int height, boolean motion) {
        return new Screen(browser(), width, height, motion, address("/"));
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
    }
}
