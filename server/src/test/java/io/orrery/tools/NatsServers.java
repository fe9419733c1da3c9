package io.orrery.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A leader that hears a server knows it within a second. */
    private static final long GROUP_NS = Duration.ofSeconds(5).toNanos();

    private final Path folder;
    private final Access access;
    private final List<Node> nodes = new ArrayList<>();
    private final Path credentials;
    private final Path certificate;
    private final Thread onExit = new Thread(this::end, "end-nats-servers");

    /** One server, with the ports for clients, siblings and questions about its health. */
    private static final class Node {
        final String name;
        final int port = Ports.free();
        final int routes = Ports.free();
        final int monitor = Ports.free();
        List<String> arguments;
        Process process;

        Node(String name) {
            this.name = name;
        }
    }

    private NatsServers(Map<String, List<String>> arguments) throws IOException, InterruptedException {
        this(Access.ANYBODY);
        for (var each : arguments.entrySet()) {
            var node = new Node(each.getKey());
            node.arguments = each.getValue();
            nodes.add(node);
        }
        launchAll();
    }

    private NatsServers(int count, Access access) throws IOException, InterruptedException {
        this(access);
        String entrance = "";
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
            Path config = Files.writeString(folder.resolve(node.name + ".conf"), configuration(node) + entrance);
            node.arguments = List.of("-c", config.toString());
        }
        launchAll();
    }

    private NatsServers(Access access) throws IOException {
        this.access = access;
        folder = Files.createTempDirectory("orrery-nats");
        credentials = folder.resolve("user.creds");
        certificate = folder.resolve("certificate.pem");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    private void launchAll() throws IOException, InterruptedException {
        for (Node node : nodes) {
            launch(node);
        }
        for (Node node : nodes) {
            awaitHealth(node);
        }
        if (nodes.size() > 1) {
            awaitGroup();
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

    /** A cluster of servers with names and arguments of their own; their port for questions about health is added. */
    public static NatsServers of(Map<String, List<String>> arguments) throws IOException, InterruptedException {
        return new NatsServers(arguments);
    }

    private String configuration(Node node) {
        String config = """
                listen: 127.0.0.1:%d
                server_name: %s
                jetstream { store_dir: "%s", sync_interval: always, max_mem: 64MB, max_file: 4GB }
                """.formatted(node.port, node.name, folder.resolve(node.name));
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
        var command = new ArrayList<>(
                List.of(Programs.require("nats-server", "nats-server").toString(), "--http_port=" + node.monitor));
        command.addAll(node.arguments);
        node.process = new ProcessBuilder(command)
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

    /**
     * Waits until the leader knows all servers. When servers of NATS 2.10 start at the same moment, one of them stays out for ever in about one of fifty
     * groups: the leader never hears its answers, although each calls itself healthy. Such a server is started again, as its operator would do.
     */
    private void awaitGroup() throws IOException, InterruptedException {
        long since = System.nanoTime();
        Set<String> known = known();
        while (known.size() < nodes.size()) {
            if (!known.isEmpty() && System.nanoTime() - since > GROUP_NS) {
                for (int i = 0; i < nodes.size(); i++) {
                    if (!known.contains(nodes.get(i).name)) {
                        stop(i);
                        start(i);
                    }
                }
                since = System.nanoTime();
            }
            Thread.sleep(20);
            known = known();
        }
    }

    /** The names of the servers that the leader of all streams knows; empty while there is none. */
    private Set<String> known() throws IOException, InterruptedException {
        for (Node node : nodes) {
            JsonNode group = ask(node, "/jsz").path("meta_cluster");
            if (group.path("leader").asText().equals(node.name)) {
                var names = new HashSet<>(group.path("replicas").findValuesAsText("name"));
                names.add(node.name);
                return names;
            }
        }
        return Set.of();
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
