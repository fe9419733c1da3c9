package io.orrery.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.tools.NatsServers;
import io.orrery.tools.Ports;
import io.orrery.tools.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docker/compose.cluster.yaml}: Docker Compose reads it, and the commands of all services, run as processes with other ports and folders, are one
 * server behind Caddy.
 */
class ComposedClusterTest {
    private static final Path DOCKER = Path.of("../docker");
    private static final String KEY = "an-operators-key-for-a-test";

    @TempDir
    private Path folder;

    private final List<Process> running = new ArrayList<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final HttpClient http = trustingAnybody();
    private NatsServers nats;

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (Process each : running) {
            each.destroyForcibly().waitFor();
        }
        if (nats != null) {
            nats.close();
        }
    }

    /** The services as Docker Compose reads them. */
    private JsonNode services() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Programs.require("docker-compose", "docker-compose").toString(),
                "-f",
                DOCKER.resolve("compose.cluster.yaml").toString(),
                "config",
                "--format",
                "json");
        builder.environment().put("ORRERY_HOST", "localhost:" + port("caddy"));
        builder.environment()
                .put(
                        "ORRERY_OPERATOR_KEY_FILE",
                        Files.writeString(folder.resolve("operator.key"), KEY).toString());
        var process =
                builder.redirectError(folder.resolve("compose.log").toFile()).start();
        String json = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("compose.log")))
                .isZero();
        return new ObjectMapper().readTree(json).path("services");
    }

    @Test
    void commandsOfAllServicesAreOneServerBehindCaddy() throws Exception {
        JsonNode services = services();
        var names = new HashSet<String>();
        services.fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(Set.of("nats-1", "nats-2", "nats-3", "orrery-1", "orrery-2", "orrery-3", "caddy"));
        var siblings = new TreeMap<String, List<String>>();
        for (int n = 1; n <= 3; n++) {
            siblings.put("nats-" + n, nats(services, "nats-" + n));
        }
        nats = NatsServers.of(siblings);
        for (int n = 1; n <= 3; n++) {
            orrery(services, "orrery-" + n);
        }
        caddy(services.path("caddy"));
        for (int n = 1; n <= 3; n++) {
            awaitReady("http://127.0.0.1:" + port("orrery-" + n));
        }
        String base = "https://localhost:" + port("caddy");
        awaitReady(base);

        String opened = send(HttpRequest.newBuilder(URI.create(base + "/api/rooms"))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .body();
        assertThat(opened).contains(base + "/r/");
        String code = new ObjectMapper().readTree(opened).path("code").asText();
        for (int n = 1; n <= 3; n++) {
            String node = "http://127.0.0.1:" + port("orrery-" + n);
            while (!rooms(node).contains(code)) {
                Thread.sleep(50);
            }
            assertThat(send(HttpRequest.newBuilder(URI.create(node + "/r/" + code)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private String rooms(String node) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(node + "/api/rooms")).header("Authorization", "Bearer " + KEY))
                .body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void awaitReady(String base) throws InterruptedException {
        while (true) {
            running.forEach(process -> assertThat(process.isAlive())
                    .as(() -> "a service has ended:\n" + logs())
                    .isTrue());
            try {
                if (send(HttpRequest.newBuilder(URI.create(base + "/readyz"))).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            Thread.sleep(50);
        }
    }

    private String logs() {
        var all = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : files) {
                all.append(Files.readString(file));
            }
        } catch (IOException e) {
            return e.toString();
        }
        return all.toString();
    }

    private List<String> nats(JsonNode services, String name) {
        List<String> command = command(services, name);
        command.replaceAll(part -> part.replace("--config=/etc/nats.conf", "--config=" + DOCKER.resolve("nats.conf"))
                .replace("--store_dir=/data", "--store_dir=" + folder.resolve(name))
                .replace("--port=4222", "--addr=127.0.0.1\n--port=" + port(name))
                .replace("0.0.0.0:6222", "127.0.0.1:" + port(name + ":6222")));
        return command.stream().flatMap(String::lines).toList();
    }

    private void orrery(JsonNode services, String name) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(command(services, name));
        command.replaceAll(part -> part.replace(
                        "/run/secrets/operator", folder.resolve("operator.key").toString())
                .replace("172.30.58.0/24", "127.0.0.1"));
        command.addAll(List.of(
                "--host", "127.0.0.1", "--port", Integer.toString(port(name)), "--model", "nano-sort", "--only-model"));
        start(name, command, Map.of());
    }

    /** The command with the addresses of this machine in the place of names of the composed network. */
    private List<String> command(JsonNode services, String name) {
        var command = new ArrayList<String>();
        services.path(name).path("command").forEach(part -> command.add(part.asText()));
        command.replaceAll(part -> {
            String local = part;
            for (int n = 1; n <= 3; n++) {
                local = local.replace("nats-" + n + ":4222", "127.0.0.1:" + port("nats-" + n))
                        .replace("nats-" + n + ":6222", "127.0.0.1:" + port("nats-" + n + ":6222"));
            }
            return local;
        });
        return command;
    }

    /** Imports the Caddyfile unchanged into one that keeps the test off other ports and the system's trust store. */
    private void caddy(JsonNode service) throws IOException {
        Path file = Files.writeString(
                folder.resolve("Caddyfile"),
                "{\n\tskip_install_trust\n\tauto_https disable_redirects\n\thttp_port %d\n\tadmin off\n}\nimport %s\n"
                        .formatted(port("http"), DOCKER.resolve("Caddyfile").toRealPath()));
        String upstream = service.path("environment").path("ORRERY_UPSTREAM").asText();
        for (int n = 1; n <= 3; n++) {
            upstream = upstream.replace("orrery-" + n + ":8080", "127.0.0.1:" + port("orrery-" + n));
        }
        start(
                "caddy",
                List.of(
                        Programs.require("caddy", "caddy").toString(),
                        "run",
                        "--config",
                        file.toString(),
                        "--adapter",
                        "caddyfile"),
                Map.of(
                        "ORRERY_HOST",
                        service.path("environment").path("ORRERY_HOST").asText(),
                        "ORRERY_UPSTREAM",
                        upstream,
                        "XDG_DATA_HOME",
                        folder.toString(),
                        "XDG_CONFIG_HOME",
                        folder.toString()));
    }

    private void start(String name, List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        running.add(builder.start());
    }

    private int port(String name) {
        return ports.computeIfAbsent(name, any -> Ports.free());
    }

    /** Caddy signs its certificate with an authority that nobody trusts. */
    private static HttpClient trustingAnybody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new X509TrustManager() {
                            @Override
                            public void checkClientTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public void checkServerTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public X509Certificate[] getAcceptedIssuers() {
                                return new X509Certificate[0];
                            }
                        }
                    },
                    new SecureRandom());
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
