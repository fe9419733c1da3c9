package io.orrery.bench.fanout;

import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench nodes}: measures what it costs that several servers share a room. */
@Command(
        name = "nodes",
        description = "Measures how late a step reaches a room's people where one server has all of them, and where"
                + " three share them over one server of NATS, in the same run. Prints one JSON object. Needs Linux and"
                + " nats-server.",
        mixinStandardHelpOptions = true)
public final class NodesBench implements Callable<Integer> {
    private static final int NODES = 3;
    private static final int MOST = 20_000;
    private static final int ATTEMPTS = 100;
    private static final int AGAIN_MS = 100;
    private static final String KEY = "the-operators-key-of-a-bench";
    private static final String APPEND = "orrery_cluster_append{quantile=\"0.99\"}";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--each",
            paramLabel = "N",
            defaultValue = "600",
            description = "Number of attendees at each of three servers. By default ${DEFAULT-VALUE}.")
    private int each;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            defaultValue = "2",
            description = "Steps per second. By default ${DEFAULT-VALUE}.")
    private int perSecond;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each part is measured, in seconds. By default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long servers run before they are measured, in seconds. By default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int value : new int[] {each, perSecond, seconds, warmUp}) {
            if (value < 1 || value > MOST) {
                throw new ParameterException(spec.commandLine(), "a number must be from 1 to " + MOST);
            }
        }
        var client = HttpClient.newHttpClient();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put("perSecond", perSecond);
        try (var scratch = TemporaryFolder.named("orrery-nodes")) {
            Path model = Files.createDirectory(scratch.folder().resolve("model"));
            FanoutModel.write(model);
            var servers = new Servers(scratch.folder());
            Load.Outcome one;
            try (var server = servers.orrery(model.toString())) {
                one = load(each * NODES).on(server, client, Load.LoadWatcher.NONE);
                figures.put("one", described(one));
            }
            int port = freePort();
            Path key = Files.writeString(scratch.folder().resolve("key"), KEY);
            Path config = Files.writeString(
                    scratch.folder().resolve("nats.conf"),
                    "listen: 127.0.0.1:%d\njetstream { store_dir: \"%s\", sync_interval: always }\n"
                            .formatted(port, scratch.folder().resolve("nats")));
            var running = new ArrayList<Servers.Running>();
            Optional<ServerProcess> broker = Optional.empty();
            try {
                broker = Optional.of(ServerProcess.start(
                        List.of("nats-server", "-c", config.toString()), Path.of(""), ProcessBuilder.Redirect.DISCARD));
                awaitListening(broker.get(), port);
                for (int n = 0; n < NODES; n++) {
                    running.add(servers.orrery(
                            model.toString(),
                            List.of(),
                            List.of(
                                    "--room-capacity",
                                    "100000",
                                    "--operator-key-file",
                                    key.toString(),
                                    "--nats",
                                    "nats://127.0.0.1:" + port),
                            ProcessBuilder.Redirect.INHERIT));
                }
                for (Servers.Running server : running) {
                    awaitRoom(client, server.room());
                }
                Load.Outcome shared = load(each).on(running, client, Load.LoadWatcher.NONE);
                double append = append(client, running.get(0).room());
                figures.put("three", described(shared));
                figures.put("appendP99Ms", tenths(append));
                figures.put(
                        "ratio",
                        Math.round(100
                                        * shared.latencies().quantile(0.99)
                                        / one.latencies().quantile(0.99))
                                / 100.0);
                figures.put(
                        "withinLimit",
                        shared.latencies().quantile(0.99)
                                <= 1.5 * one.latencies().quantile(0.99) + append);
            } finally {
                running.forEach(Servers.Running::close);
                broker.ifPresent(ServerProcess::close);
            }
        }
        spec.commandLine().getOut().println(Json.write(figures));
        return 0;
    }

    private Load load(int attendees) {
        return new Load(
                attendees,
                perSecond,
                Duration.ofSeconds(warmUp),
                Audience.HEARTBEAT,
                Duration.ofSeconds(seconds),
                false);
    }

    private static Map<String, Object> described(Load.Outcome outcome) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("attendees", outcome.attendees());
        figures.put("deliveries", outcome.deliveries());
        figures.put("superseded", outcome.superseded());
        figures.put("p50Ms", tenths(outcome.latencies().quantile(0.5)));
        figures.put("p99Ms", tenths(outcome.latencies().quantile(0.99)));
        figures.put("cpuMicrosPerDelivery", tenths(outcome.cpuMicrosPerDelivery()));
        figures.put("rssMiB", Math.round(outcome.rssMib()));
        return figures;
    }

    /** How long 99 of 100 appends of the room's owner took, ms. */
    private static double append(HttpClient client, LoadedRoom room) throws IOException, InterruptedException {
        var metrics = client.send(
                HttpRequest.newBuilder(URI.create("http://" + room.socket().getAuthority() + "/metrics"))
                        .header("Authorization", "Bearer " + KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith(APPEND))
                .mapToDouble(line -> Double.parseDouble(line.substring(APPEND.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("the server does not say how long appends take"));
    }

    /** A server that has just come tells pages to come again until it knows what the room shows. */
    private static void awaitRoom(HttpClient client, LoadedRoom room) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (var presenter = new PresenterConnection(client, room)) {
                presenter.hello(room.key());
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
            }
        }
    }

    private static void awaitListening(ServerProcess broker, int port) throws IOException, InterruptedException {
        while (broker.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("nats-server has ended");
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
