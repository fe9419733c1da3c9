package io.orrery.bench.hostile;

import io.orrery.bench.fanout.Servers;
import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench hostile}: attacks servers of several sizes while a room of each steps on. */
@Command(
        name = "hostile",
        description = "Attacks servers with the memory of small containers, on loopback, while a room of each steps on."
                + " Prints one JSON object with what each attack got and what the room noticed. Needs Linux."
                + " The exit code is 1 if a server ended or no longer answered.",
        mixinStandardHelpOptions = true)
public final class HostileBench implements Callable<Integer> {
    private static final String SORTING_MODEL = "nano-sort";

    /** The heap's share of a container's memory, as in the image's JVM flags. */
    private static final double HEAP_SHARE = 0.75;

    private static final String OPERATOR_KEY = "key-of-the-hostile-bench";
    private static final int MIB_PER_GB = 1024;
    private static final int MOST_SECONDS = 60;
    private static final int MOST_MINUTES = 600;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "",
            description = "A language model that is attacked as well, with the memory of 2 and 4 GB. By default none.")
    private String model;

    @Option(
            names = "--attendees",
            paramLabel = "N",
            defaultValue = "50",
            description = "Number of attendees of each room. By default ${DEFAULT-VALUE}.")
    private int attendees;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Duration of each attack that has no end of its own. By default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description =
                    "Instead of attacks, lets sixteen ordinary clients in for so many minutes, and prints what is on"
                            + " the heap of 1 GiB each half minute. Needs the JDK's jcmd.")
    private int soak;

    /** A server's memory in GB, and its model. */
    private record Size(int gb, String model) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--attendees", attendees >= 1 && attendees <= 1000, "must be from 1 to 1000");
        check("--seconds", seconds >= 1 && seconds <= MOST_SECONDS, "must be from 1 to " + MOST_SECONDS);
        check("--soak", soak >= 0 && soak <= MOST_MINUTES, "must be from 0 to " + MOST_MINUTES);
        if (soak > 0) {
            var figures = soaked();
            spec.commandLine().getOut().println(Json.write(Map.of("soak", figures)));
            return figures.get("alive").equals(true) ? 0 : 1;
        }
        var sizes = new ArrayList<Size>();
        sizes.add(new Size(1, SORTING_MODEL));
        if (!model.isEmpty()) {
            sizes.add(new Size(2, model));
            sizes.add(new Size(4, model));
        }
        boolean survived = true;
        var figures = new LinkedHashMap<String, Object>();
        for (Size size : sizes) {
            var rows = rows(size);
            figures.put(size.gb() + " GB", rows);
            survived &= rows.get("alive").equals(true);
        }
        spec.commandLine().getOut().println(Json.write(figures));
        return survived ? 0 : 1;
    }

    private void check(String option, boolean isRight, String what) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), option + " " + what);
        }
    }

    private Map<String, ?> soaked() throws IOException, InterruptedException {
        try (var scratch = TemporaryFolder.named("orrery-soak")) {
            Path log = scratch.folder().resolve("log");
            try (var server = server(scratch.folder(), SORTING_MODEL, MIB_PER_GB, log)) {
                var site = new Site(server, HttpClient.newHttpClient(), log);
                return new OrdinaryClients(site, OPERATOR_KEY).run(Duration.ofMinutes(soak));
            }
        }
    }

    private static Servers.Running server(Path folder, String model, int heapMib, Path log) throws IOException {
        Path key = Files.writeString(folder.resolve("operator.key"), OPERATOR_KEY);
        var options = List.of(
                "--operator-key-file", key.toString(), "--open-rooms", "anyone", "--trusted-proxy", "127.0.0.1");
        return new Servers(folder)
                .orrery(model, List.of("-Xmx" + heapMib + "m"), options, ProcessBuilder.Redirect.to(log.toFile()));
    }

    private Map<String, Object> rows(Size size) throws IOException, InterruptedException {
        var rows = new LinkedHashMap<String, Object>();
        rows.put("model", size.model());
        try (var scratch = TemporaryFolder.named("orrery-hostile")) {
            Path folder = scratch.folder();
            Path key = folder.resolve("operator.key");
            Path log = folder.resolve("log");
            int heapMib = (int) (size.gb() * MIB_PER_GB * HEAP_SHARE);
            try (var server = server(folder, size.model(), heapMib, log)) {
                var site = new Site(server, HttpClient.newHttpClient(), log);
                var room = new SteppingRoom(site, attendees);
                rows.put("nothing", room.during(() -> {
                    Thread.sleep(time().toMillis());
                    return Map.of();
                }));
                for (Attack attack : attacks(size, key)) {
                    // Connections of its own: Java's client does not send a POST again if the server closes the idle
                    // connection that it has chosen.
                    var attacked = site.withNewConnections();
                    rows.put(attack.name(), outcome(() -> room.during(() -> attack.run(attacked, time())), attacked));
                    attacked.awaitIdle(OPERATOR_KEY);
                }
                for (FloodOfCommands flood : FloodOfCommands.all()) {
                    var flooded = site.withNewConnections();
                    rows.put(flood.name(), outcome(() -> flood.run(flooded, time()), flooded));
                }
                // It moves the room itself.
                var visitors = new VisitorsTexts();
                var visited = site.withNewConnections();
                rows.put(visitors.name(), outcome(() -> visitors.run(visited, time()), visited));
                rows.put("logBytes", site.logBytes());
                rows.put("serverMib", Math.round(server.process().rssMib()));
                rows.put("alive", server.process().isAlive() && isHealthy(visited));
            }
        }
        return rows;
    }

    private static List<Attack> attacks(Size size, Path operatorKey) {
        var attacks = new ArrayList<Attack>(List.of(
                new ManyTexts("manyTexts", 40, 60, false),
                new ManyTexts("classTypes", 200, 20, false),
                new ManyTexts("longTexts", 20, Integer.MAX_VALUE, false),
                new ManyTexts("presentersTexts", 40, 60, true),
                new GrowingText(),
                new SlowBodies(),
                new UnreadAnswers(),
                new Circuits(),
                new LogFlood(),
                new Fuzzing(),
                new PingFlood(),
                new WrongKeys(operatorKey),
                new ManyRooms(operatorKey)));
        if (size.model().equals(SORTING_MODEL)) {
            // The only model that can be trained on a server.
            attacks.add(new ManyTrainings());
        }
        return attacks;
    }

    private Duration time() {
        return Duration.ofSeconds(seconds);
    }

    private static Map<String, ?> outcome(SteppingRoom.Meanwhile attack, Site site) throws InterruptedException {
        try {
            return attack.happen();
        } catch (IOException e) {
            return Map.of(
                    "failed",
                    String.valueOf(e.getMessage()),
                    "alive",
                    site.server().process().isAlive());
        }
    }

    private static boolean isHealthy(Site site) throws InterruptedException {
        try {
            return site.get("/healthz").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
