package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.model.Fixtures;
import io.orrery.tools.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image: builds it from the sources, runs it with a read-only file system, uses it and stops it. */
class ImageIT {
    private static final long MOST_BYTES = 150_000_000;
    private static final long PATIENCE_S = 60;
    private static final String NO_ROOT = "10001:10001";

    @TempDir
    static Path data;

    @BeforeAll
    static void build() throws Exception {
        assertThat(image("build").waitFor()).as("the image is built").isZero();
    }

    @Test
    void addsAtMost150MegabytesToDebianAndDoesNotRunAsRoot() throws Exception {
        assertThat(Long.parseLong(output("size"))).isBetween(1L, MOST_BYTES);
        assertThat(output("user")).isEqualTo(NO_ROOT);
    }

    @Test
    void nativeTokenizersRunWithoutUnpackingFiles() throws Exception {
        Path model = Files.createDirectories(data.resolve("gpt2-tiny"));
        try (var files = Files.list(Fixtures.folder("gpt2-tiny"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }

        String json = output("run", "0", "generate", "--model", "/data/gpt2-tiny", "--prompt", "Hi", "--json");

        assertThat(new JsonMapper().readTree(json).get("tokens")).isNotEmpty();
    }

    @Test
    void roomWorksAndSurvivesARestart() throws Exception {
        int port = Ports.free();
        JsonNode links;
        Process first = start(port);
        try (var browser = TestBrowser.launch()) {
            links = new JsonMapper().readTree(first.inputReader().readLine());
            String base = "http://127.0.0.1:" + port;
            assertThat(image("health", "" + port).waitFor())
                    .as("the health check")
                    .isZero();
            try (var presenter = new Screen(browser.browser(), 1024, 768, false, base).hearingRequests();
                    var attendee = new Screen(browser.browser(), 640, 480, false, base)) {
                presenter.open(at(base, links.get("presenter")));
                attendee.open(at(base, links.get("audience")));
                presenter.go("embed");
                attendee.waitForStep("embed");
                assertThat(attendee.scene().drawn("hook_embed"))
                        .isEqualTo(presenter.scene().drawn("hook_embed"));
                assertThat(attendee.errors()).isEmpty();
                assertThat(presenter.foreignRequests()).isEmpty();
            }
        } finally {
            stop(first);
        }
        Process second = start(port);
        try {
            var again = new JsonMapper().readTree(second.inputReader().readLine());
            assertThat(again.get("code")).isEqualTo(links.get("code"));
        } finally {
            stop(second);
        }
    }

    /** A link with a host that this machine reaches; the server prints one for the whole room. */
    private static String at(String base, JsonNode link) {
        var uri = URI.create(link.textValue());
        return base + uri.getPath() + (uri.getFragment() == null ? "" : "#" + uri.getFragment());
    }

    private static Process start(int port) throws IOException {
        return image("run", "" + port, "serve", "--data", "/data", "--port", "" + port, "--json");
    }

    private static void stop(Process server) throws InterruptedException {
        // Process.destroy() would also close the streams.
        server.toHandle().destroy();
        assertThat(server.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                .as("ends on SIGTERM")
                .isTrue();
    }

    private static String output(String... arguments) throws Exception {
        Process process = image(arguments);
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    private static Process image(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("../docker/image.sh"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (arguments[0].equals("build")) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        builder.environment().put("DATA", Files.createDirectories(data).toString());
        return builder.start();
    }
}
