package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.room.access.RoomCode;
import io.orrery.tools.NatsServers;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Servers in this process that share their rooms over real servers of NATS, and people who come to any of them. */
final class SharedServers implements AutoCloseable {
    /** How often servers in processes renew their leases, ms: oftener than usual, so that tests need not wait for their end. */
    static final long LEASE_MS = Long.getLong("orrery.lease-ms", 500);

    final NatsServers nats;
    private final List<RunningServer> servers = Collections.synchronizedList(new ArrayList<>());
    private final List<Process> processes = Collections.synchronizedList(new ArrayList<>());
    private int commands;

    SharedServers(NatsServers nats) {
        this.nats = nats;
    }

    /** A server in a process of its own, which can be killed and paused. */
    final class ServerProcess {
        final Process process;
        final String code;
        final String key;
        final String coKey;
        /** The standard output of the process behind its first line. */
        final BufferedReader says;

        private final URI address;

        ServerProcess() throws IOException {
            this("io.orrery.cli.Main");
        }

        /** @param program the class, and arguments before those of a server */
        ServerProcess(String... program) throws IOException {
            process = new ProcessBuilder(Stream.of(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-XX:TieredStopAtLevel=1",
                                            "-XX:+UseSerialGC",
                                            "-Xmx300m",
                                            "-Dorrery.lease-ms=" + LEASE_MS,
                                            "-Dlogback.configurationFile=logback.xml",
                                            "-cp",
                                            System.getProperty("java.class.path")),
                                    List.of(program),
                                    List.of(
                                            "serve",
                                            "--host",
                                            "127.0.0.1",
                                            "--port",
                                            "0",
                                            "--only-model",
                                            "--model",
                                            "nano-sort",
                                            "--json",
                                            "--nats",
                                            nats.urls()))
                            .flatMap(List::stream)
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            says = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            JsonNode links = RunningServer.JSON.readTree(says.readLine());
            code = links.get("code").textValue();
            address = URI.create(links.get("audience").textValue());
            key = key(links, "presenter");
            coKey = key(links, "coPresenter");
        }

        TestSocket socket(String room) throws IOException {
            return new TestSocket(URI.create("ws://127.0.0.1:" + address.getPort() + "/ws/rooms/" + room));
        }

        /** Asks as the operator's page does. @param body of a request that changes something; empty to read */
        JsonNode asks(String path, String body) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                    .header("Authorization", "Bearer " + operatorKey())
                    .header("Content-Type", "application/json");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            (body.isEmpty()
                                            ? request.GET()
                                            : request.POST(
                                                    HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isLessThan(300);
            return response.body().isEmpty()
                    ? RunningServer.JSON.nullNode()
                    : RunningServer.JSON.readTree(response.body());
        }

        boolean isAt(String host) {
            return host.endsWith(":" + address.getPort());
        }
    }

    String operatorKey() throws Exception {
        try (var connection = Nats.open(new ClusterOptions(nats.urls()))) {
            return connection.bucket("rooms").get("cluster.operator").getValueAsString();
        }
    }

    /** What the log of a room has. */
    RoomContents log(RoomCode code) throws Exception {
        try (var connection = Nats.open(new ClusterOptions(nats.urls()))) {
            return new RoomSubject(connection, connection.stream("rooms"), code).read(true);
        }
    }

    /** The key in a link. */
    static String key(JsonNode links, String which) {
        return links.get(which).textValue().replaceAll(".*[#=]", "");
    }

    /** Connects to a room of a server. */
    interface Entrance {
        TestSocket socket(String room) throws Exception;
    }

    RunningServer server() throws IOException {
        return server(Hosting.TEMPORARY);
    }

    RunningServer server(Hosting hosting) throws IOException {
        var options = new ServerOptions(
                        "127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting)
                .withCluster(new ClusterOptions(nats.urls()));
        var server = new RunningServer(options);
        servers.add(server);
        return server;
    }

    /** A person's page, which comes back where it is told to, and repeats what was not answered. */
    final class Person {
        private final String code;
        private final String hello;
        private TestSocket socket;
        private String me = "";
        private long seen;
        private String step = "";
        private String id = "";
        private String last = "";

        Person(Entrance at, String code, String hello) throws Exception {
            this.code = code;
            this.hello = hello;
            comes(at);
        }

        /** Comes, and tries again while the room is on its way. */
        void comes(Entrance at) throws Exception {
            while (true) {
                socket = at.socket(code)
                        .says("{'type':'hello','v':1," + hello + (me.isEmpty() ? "" : ",'me':'" + me + "'") + "}");
                Optional<JsonNode> welcome = socket.nextUnlessClosed("welcome");
                if (welcome.isPresent()) {
                    assertThat(welcome.get().get("seq").longValue())
                            .as("what was seen is not lost")
                            .isGreaterThanOrEqualTo(seen);
                    me = welcome.get().get("me").textValue();
                    id = welcome.get().get("id").textValue();
                    sees(welcome.get());
                    return;
                }
                assertThat(socket.closeCode()).isEqualTo(1012);
                Thread.sleep(50);
            }
        }

        private void sees(JsonNode message) {
            seen = message.get("seq").longValue();
            step = message.at("/state/cursor/step").asText();
        }

        /** Gives a command, a step on: two of them would be two steps. @return its id */
        String steps() {
            return gives("'do':'next'");
        }

        /** Gives a command. @return its id */
        String gives(String fields) {
            String command = "c" + ++commands;
            last = fields;
            socket.says("{'type':'command','id':'" + command + "','at':" + seen + "," + fields + "}");
            return command;
        }

        /** Gives the same command once more, as a page does that has lost the answer. */
        void steps(String id) {
            socket.says("{'type':'command','id':'" + id + "','at':" + seen + ",'do':'next'}");
        }

        /** Waits until a command is answered by a state. What is refused because the server is cut off from the others is asked again, as a person does. */
        JsonNode answered(String id) throws Exception {
            String asked = id;
            while (true) {
                String now = asked;
                JsonNode answer =
                        socket.next(message -> message.path("by").asText().equals(now)
                                || (message.path("id").asText().equals(now)
                                        && message.path("code").asText().equals("cut-off")));
                if (answer.has("by")) {
                    sees(answer);
                    return answer;
                }
                Thread.sleep(50);
                asked = gives(last);
            }
        }

        /** Waits until this page is told of something that went wrong. @param code of the error */
        void told(String code) throws Exception {
            socket.next(message -> message.path("code").asText().equals(code));
        }

        /** Waits until this page is told a change. */
        void reaches(long seq) throws Exception {
            while (seen < seq) {
                sees(socket.next("state"));
            }
        }

        /** The step that this page shows. */
        String step() {
            return step;
        }

        /** By which the room names this person. */
        String id() {
            return id;
        }

        long seen() {
            return seen;
        }

        TestSocket socket() {
            return socket;
        }
    }

    /** A server's figure. */
    static double metric(RunningServer at, String operatorKey, String name) throws Exception {
        Matcher found = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE)
                .matcher(new String(
                        at.get("/metrics", "Authorization", "Bearer " + operatorKey)
                                .body(),
                        StandardCharsets.UTF_8));
        assertThat(found.find()).as(name).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** Waits until a server's figure is so large. */
    static void awaitMetric(RunningServer at, String operatorKey, String name, double least) throws Exception {
        while (metric(at, operatorKey, name) < least) {
            Thread.sleep(20);
        }
    }

    Person presenter(RunningServer at) throws Exception {
        return new Person(at::socket, at.code(), "'view':'presenter','key':'" + at.key() + "'");
    }

    Person person(ServerProcess at, String hello) throws Exception {
        return new Person(at::socket, at.code, hello);
    }

    Person attendee(RunningServer at) throws Exception {
        return new Person(at::socket, at.code(), "'view':'attendee'");
    }

    void stop(RunningServer server) {
        servers.remove(server);
        server.close();
    }

    @Override
    public void close() throws Exception {
        servers.forEach(RunningServer::close);
        processes.forEach(Process::destroyForcibly);
        nats.close();
    }
}
