package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.model.Fixtures;
import io.orrery.tools.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs the command line in a separate process, for what depends on the locale, signals and exit codes. */
class ProcessTest {
    /** Six connections for each of a hundred browsers. */
    private static final int CONNECTIONS_AT_ONCE = 600;

    @Test
    void promptIsReadTheSameInAnyLocale() throws Exception {
        var expected =
                Fixtures.json(Fixtures.reference("gpt2-tiny", "cases.json")).get("odd");
        for (var locale : new String[] {"C", "C.UTF-8"}) {
            var process = start(
                    locale,
                    "generate",
                    "--model",
                    Fixtures.folder("gpt2-tiny").toString(),
                    "--prompt",
                    expected.get("text").textValue(),
                    "--max-tokens",
                    "12",
                    "--json");
            var json = new JsonMapper().readTree(process.getInputStream());
            assertThat(json.get("tokens")).as(locale).isEqualTo(expected.get("greedy"));
            assertThat(process.getErrorStream().readAllBytes()).isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void promptThatIsNotUtf8IsOneSentenceAndExitCode2() throws Exception {
        for (var locale : new String[] {"C", "C.UTF-8"}) {
            // Java's process builder encodes arguments as text, so a shell passes the raw bytes.
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var builder = new ProcessBuilder(
                    "sh",
                    "-c",
                    "exec \"$0\" -cp \"$1\" -Dlogback.configurationFile=logback.xml \"$2\" generate --model nano-sort"
                            + " --prompt \"$(printf 'A\\377\\376B')\"",
                    java,
                    System.getProperty("java.class.path"),
                    Main.class.getName());
            builder.environment().put("LC_ALL", locale);
            var process = builder.start();
            assertThat(process.waitFor()).as(locale).isEqualTo(2);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "The command line holds bytes that are no UTF-8; give texts and names of files in UTF-8.%n"
                                    .formatted());
            assertThat(process.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void serverPrintsItsLinksAnswersAndStopsOnSigterm() throws Exception {
        var process = start("C", "--host", "127.0.0.1", "--port", "0", "--json");
        try {
            var links = new JsonMapper().readTree(process.inputReader().readLine());
            assertThat(links.get("presenter").textValue())
                    .startsWith(links.get("audience").textValue() + "/present#key=");
            assertThat(links.get("screen").textValue())
                    .isEqualTo(links.get("audience").textValue() + "/screen");
            var health = URI.create(links.get("solo").textValue()).resolve("/healthz");
            assertThat(get(health).statusCode()).isEqualTo(200);
        } finally {
            // Not process.destroy(), which also closes the streams.
            process.toHandle().destroy();
        }
        process.waitFor();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", "")
                                .replaceAll("=\\w+", "=…")))
                .containsExactly(
                        "INFO  Startup: The memory is divided. heapMb=… weightsMb=… reserveMb=… budgetMb=…",
                        "INFO  Startup: The longest text of a model. model=…-tales tokens=… context=…",
                        "INFO  Startup: The longest text of a model. model=…-sort tokens=… context=…",
                        "INFO  Startup: The longest text of a model. model=…-tales-de tokens=… context=…",
                        "INFO  room: A room was opened. room=… house=…",
                        "INFO  Server: The server is ready. port=… models=…",
                        "INFO  Server: The server stops; everyone is told to come again. connections=…");
    }

    @Test
    void portInUseIsOneSentenceAndExitCode2() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var process = start("C", "--host", "127.0.0.1", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("Port %d is in use by another program; choose another one with --port.%n"
                            .formatted(taken.getLocalPort()));
            assertThat(process.getInputStream().readAllBytes()).isEmpty();
        }
    }

    /**
     * A stopped server accepts no connections. They wait in the kernel's accept queue, or are retried after a second or
     * more.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void acceptBacklogHoldsTheConnectionsOfAFullRoom() throws Exception {
        var process = start("C", "--host", "127.0.0.1", "--port", "0", "--json");
        List<SocketChannel> connections = new ArrayList<>();
        try {
            var links = new JsonMapper().readTree(process.inputReader().readLine());
            int port = URI.create(links.get("solo").textValue()).getPort();
            Signals.send("STOP", process.pid());
            for (int i = 0; i < CONNECTIONS_AT_ONCE; i++) {
                var connection = SocketChannel.open();
                connections.add(connection);
                connection.configureBlocking(false);
                connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
            for (SocketChannel connection : connections) {
                while (!connection.finishConnect()) {
                    Thread.sleep(10);
                }
            }
        } finally {
            Signals.send("CONT", process.pid());
            for (SocketChannel connection : connections) {
                connection.close();
            }
            process.destroy();
        }
        process.waitFor();
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Process start(String locale, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As in the jar's manifest; without it, newer Java versions warn about native libraries.
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", locale);
        return builder.start();
    }
}
