package io.orrery.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real servers of NATS with JetStream, in processes of their own on loopback: one alone, or three as a cluster. What they store is in a
 * temporary folder, and each write is synced. All ends with {@link #close}, or with the test's process.
 */
public final class NatsServers implements AutoCloseable {
    /** Who is let in. */
    public enum Access {
        ANYBODY,
        /** People with the file {@link #credentials}. */
        CREDENTIALS,
        /** Anybody, over TLS with the certificate {@link #certificate}. */
        TLS
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private final Path folder;
    private final Access access;
    private final List<Node> nodes = new ArrayList<>();
    private final Path credentials;
    private final Path certificate;
    private final Thread onExit = new Thread(this::end, "end-nats-servers");

    /** One server, with the ports for clients, siblings and questions about its health. */
    private static final class Node {
        final String name;
        final int port = freePort();
        final int routes = freePort();
        final int monitor = freePort();
        Path config;
        Process process;

        Node(String name) {
            this.name = name;
        }
    }

    private NatsServers(int count, Access access) throws IOException, InterruptedException {
        this.access = access;
        folder = Files.createTempDirectory("orrery-nats");
        Runtime.getRuntime().addShutdownHook(onExit);
        String entrance = "";
        credentials = folder.resolve("user.creds");
        certificate = folder.resolve("certificate.pem");
        if (access == Access.CREDENTIALS) {
            var made = new NatsCredentials();
            made.user(credentials);
            entrance = made.configuration();
        } else if (access == Access.TLS) {
            makeCertificate();
            entrance =
                    "tls { cert_file: \"%s\", key_file: \"%s\" }\n".formatted(certificate, folder.resolve("key.pem"));
        }
        for (int i = 0; i < count; i++) {
            nodes.add(new Node("nats-" + (i + 1)));
        }
        for (Node node : nodes) {
            node.config = Files.writeString(folder.resolve(node.name + ".conf"), configuration(node) + entrance);
            launch(node);
        }
        for (Node node : nodes) {
            awaitHealth(node);
        }
    }

    /** One server that lets anybody in. */
    public static NatsServers one() throws IOException, InterruptedException {
        return new NatsServers(1, Access.ANYBODY);
    }

    /** One server. */
    public static NatsServers one(Access access) throws IOException, InterruptedException {
        return new NatsServers(1, access);
    }

    /** A cluster of three that lets anybody in. */
    public static NatsServers three() throws IOException, InterruptedException {
        return new NatsServers(3, Access.ANYBODY);
    }

    private String configuration(Node node) {
        String config = """
                listen: 127.0.0.1:%d
                http: 127.0.0.1:%d
                server_name: %s
                jetstream { store_dir: "%s", sync_interval: always, max_mem: 64MB, max_file: 4GB }
                """.formatted(node.port, node.monitor, node.name, folder.resolve(node.name));
        if (nodes.size() == 1) {
            return config;
        }
        String routes =
                nodes.stream().map(it -> "nats://127.0.0.1:" + it.routes).collect(Collectors.joining(", "));
        return config
                + "cluster { name: orrery-test, listen: \"127.0.0.1:%d\", routes: [%s] }\n"
                        .formatted(node.routes, routes);
    }

    /** The addresses of all servers, separated by commas. */
    public String urls() {
        return IntStream.range(0, nodes.size()).mapToObj(this::url).collect(Collectors.joining(","));
    }

    /** The address of one server. */
    public String url(int i) {
        return (access == Access.TLS ? "tls://127.0.0.1:" : "nats://127.0.0.1:") + nodes.get(i).port;
    }

    /** The file with a user's credentials, if they are asked for. */
    public Path credentials() {
        return credentials;
    }

    /** The certificate (PEM) that the servers show, which signed itself. */
    public Path certificate() {
        return certificate;
    }

    /** Credentials in the right form that these servers do not know. */
    public Path strangersCredentials() throws IOException {
        return new NatsCredentials().user(folder.resolve("stranger.creds"));
    }

    /** Ends a server at once, as a loss of power does. */
    public void kill(int i) throws InterruptedException {
        nodes.get(i).process.destroyForcibly().waitFor();
    }

    /** Asks a server to end, and waits until it has. */
    public void stop(int i) throws InterruptedException {
        nodes.get(i).process.destroy();
        nodes.get(i).process.waitFor();
    }

    /** Stops a server's clock: it answers nobody, and closes no connection. */
    public void pause(int i) throws IOException, InterruptedException {
        Signals.send("STOP", nodes.get(i).process.pid());
    }

    /** Lets a paused server go on. */
    public void resume(int i) throws IOException, InterruptedException {
        Signals.send("CONT", nodes.get(i).process.pid());
    }

    /** Starts a server that has ended, with its ports and what it stored, and waits until it is well. */
    public void start(int i) throws IOException, InterruptedException {
        launch(nodes.get(i));
        awaitHealth(nodes.get(i));
    }

    /** The server that leads a stream; empty while none does. */
    public Optional<Integer> leader(String stream) throws IOException, InterruptedException {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).process.isAlive()) {
                for (JsonNode account :
                        ask(nodes.get(i), "/jsz?streams=true&accounts=true").path("account_details")) {
                    for (JsonNode it : account.path("stream_detail")) {
                        String leader = it.path("cluster").path("leader").asText(nodes.get(i).name);
                        if (it.path("name").asText().equals(stream) && leader.equals(nodes.get(i).name)) {
                            return Optional.of(i);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** How many messages clients have sent a server. */
    public long received(int i) throws IOException, InterruptedException {
        return ask(nodes.get(i), "/varz").path("in_msgs").asLong();
    }

    /** All that the servers have written to their disks, each byte as a character. */
    public String onDisk() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static JsonNode ask(Node node, String path) throws IOException, InterruptedException {
        return JSON.readTree(get(node, path).body());
    }

    private static HttpResponse<String> get(Node node, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.monitor + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void launch(Node node) throws IOException {
        node.process = new ProcessBuilder(
                        Programs.require("nats-server", "nats-server").toString(), "-c", node.config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(node).toFile()))
                .start();
    }

    private Path log(Node node) {
        return folder.resolve(node.name + ".log");
    }

    private void awaitHealth(Node node) throws IOException, InterruptedException {
        while (true) {
            if (!node.process.isAlive()) {
                throw new IOException(node.name + " ended:\n" + Files.readString(log(node)));
            }
            try {
                if (get(node, "/healthz").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            Thread.sleep(20);
        }
    }

    /** A port below those that systems give to connections, so that nobody takes it between this check and its use. */
    private static synchronized int freePort() {
        while (true) {
            int port = 20_000 + RANDOM.nextInt(12_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException e) {
                // It is taken.
            }
        }
    }

    private void makeCertificate() throws IOException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        String password = "orrery";
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "nats",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        made.waitFor();
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            writePem(certificate, "CERTIFICATE", keys.getCertificate("nats").getEncoded());
            writePem(
                    folder.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey("nats", password.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void writePem(Path file, String kind, byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + kind + "-----\n");
    }

    private void end() {
        nodes.stream().filter(it -> it.process != null).forEach(it -> it.process.destroyForcibly());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        end();
        for (Node node : nodes) {
            node.process.waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(onExit);
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
