package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.RequestOptions;
import io.orrery.model.ModelReference;
import io.orrery.tools.Ports;
import io.orrery.tools.Programs;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.AddressRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code docker/Caddyfile} in Debian's Caddy: pages, live rooms and forwarded addresses through TLS. */
class CaddyIT {
    @TempDir
    private Path data;

    @Test
    void roomWorksThroughCaddyOverTls() throws Exception {
        int port = Ports.free();
        String base = "https://localhost:" + port;
        var options = new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of("nano-sort")),
                Optional.of(URI.create(base)),
                new Hosting(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Hosting.DEFAULT_MOST_ROOMS,
                        Duration.ofHours(1),
                        List.of(AddressRange.parse("127.0.0.1"))));
        try (var server = Server.start(options);
                var browser = TestBrowser.launch()) {
            Process caddy = start(port, server.port());
            try (BrowserContext stage = context(browser);
                    BrowserContext seat = context(browser)) {
                awaitAnswer(stage, base);
                Page presenter = stage.newPage();
                Response page = presenter.navigate(server.links().presenter());
                assertThat(page.headers())
                        .containsEntry("strict-transport-security", "max-age=31536000")
                        .containsEntry("cross-origin-opener-policy", "same-origin");
                Page attendee = seat.newPage();
                attendee.navigate(server.links().audience());
                presenter.locator("orrery-preflight .begin .filled:enabled").waitFor();
                attendee.getByText("You are in").waitFor();
                for (Page each : List.of(presenter, attendee)) {
                    assertThat(each.evaluate("isSecureContext && location.protocol"))
                            .isEqualTo("https:");
                }

                presenter.keyboard().press("PageDown");
                title(presenter, "start").waitFor();
                presenter.keyboard().press("PageDown");

                title(attendee, "cut").waitFor();
                new SceneProbe(attendee).waitUntilStill();
                assertThat(addressOfAForger(seat, base)).isEqualTo("127.0.0.1");
            } finally {
                caddy.destroy();
                caddy.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Locator title(Page page, String step) {
        return page.locator("orrery-step-card h1", new Page.LocatorOptions().setHasText(StepHeadings.title(step)));
    }

    /** The address that the server logs for a client that forges its address. */
    private static String addressOfAForger(BrowserContext context, String base) {
        var logger = (Logger) LoggerFactory.getLogger("io.orrery.web.access.Guard");
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        logger.addAppender(said);
        logger.setLevel(Level.INFO);
        try {
            var request = RequestOptions.create()
                    .setHeader("Authorization", "Bearer not-the-operators")
                    .setHeader("X-Forwarded-For", "6.6.6.6");
            assertThat(context.request().get(base + "/api/rooms", request).status())
                    .isEqualTo(401);
            return said.list.get(0).getKeyValuePairs().get(0).value.toString();
        } finally {
            logger.detachAppender(said);
            logger.setLevel(null);
        }
    }

    private static BrowserContext context(TestBrowser browser) {
        // Caddy signs its certificate with an authority that nobody trusts.
        var context = browser.browser().newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        SceneProbe.addTo(context);
        return context;
    }

    private static void awaitAnswer(BrowserContext context, String base) throws InterruptedException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                if (context.request().get(base + "/healthz").ok()) {
                    return;
                }
            } catch (RuntimeException notYet) {
                // Caddy creates its certificates first.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Caddy does not answer");
    }

    /** Imports the Caddyfile unchanged into one that keeps the test off other ports and the system's trust store. */
    private Process start(int port, int upstream) throws IOException, InterruptedException {
        Path file = Files.writeString(
                data.resolve("Caddyfile"),
                "{\n\tskip_install_trust\n\tauto_https disable_redirects\n\thttp_port %d\n\tadmin off\n}\nimport %s\n"
                        .formatted(Ports.free(), Path.of("../docker/Caddyfile").toRealPath()));
        var builder = new ProcessBuilder(
                        Programs.require("caddy", "caddy").toString(),
                        "run",
                        "--config",
                        file.toString(),
                        "--adapter",
                        "caddyfile")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("caddy.log").toFile());
        builder.environment().put("ORRERY_HOST", "localhost:" + port);
        builder.environment().put("ORRERY_UPSTREAM", "127.0.0.1:" + upstream);
        builder.environment().put("XDG_DATA_HOME", data.toString());
        builder.environment().put("XDG_CONFIG_HOME", data.toString());
        return builder.start();
    }
}
