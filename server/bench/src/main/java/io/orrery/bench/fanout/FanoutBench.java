package io.orrery.bench.fanout;

import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench fanout}: measures the cost of delivering a frame to each attendee of a full room. */
@Command(
        name = "fanout",
        description = "Measures the cost of showing one presenter's steps to a full room, compared with node's ws"
                + " sending the same bytes, and prints one JSON object. Needs Linux, node and npm.",
        mixinStandardHelpOptions = true)
public final class FanoutBench implements Callable<Integer> {
    private static final double PER_SECOND = 10;

    /**
     * Steps per second in the saturation part: more than the server can deliver, so the delivered rate is its capacity.
     */
    private static final double SATURATING = 150;

    private static final int MOST = 20_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--attendees",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Number of attendees. By default ${DEFAULT-VALUE}.")
    private int attendees;

    @Option(
            names = "--saturation",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of attendees while the server sends as much as it can. By default ${DEFAULT-VALUE}.")
    private int saturation;

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
            description =
                    "How long a server runs before it is measured, in seconds, so that Java can compile its hot code."
                            + " By default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--wait",
            description =
                    "The presenter waits with each step until every attendee has the frame of the one before: no frame"
                            + " is superseded, however busy the machine is. Not while the server sends as much as it can.")
    private boolean waits;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description = "Also run for this many minutes and report the server's memory over time.")
    private int soak;

    @Option(names = "--no-baseline", description = "Do not measure ws. Then neither node nor npm is needed.")
    private boolean noBaseline;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--attendees", attendees);
        check("--saturation", saturation);
        check("--seconds", seconds);
        check("--warm-up", warmUp);
        try (var scratch = TemporaryFolder.named("orrery-fanout")) {
            spec.commandLine().getOut().println(Json.write(measure(new Servers(scratch.folder()))));
        }
        return 0;
    }

    private void check(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be from 1 to %d, not %d".formatted(option, MOST, value));
        }
    }

    private Map<String, ?> measure(Servers servers) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        var steady = load(attendees, PER_SECOND, waits);
        var figures = new LinkedHashMap<String, Object>();
        RecordedStep recorded;
        try (var server = servers.orrery()) {
            say("Orrery: %d attendees".formatted(attendees));
            put(figures, steady.on(server, client, Load.LoadWatcher.NONE));
            recorded = RecordedStep.from(server, client);
            say("Orrery: as much as it can send to %d".formatted(saturation));
            var full = load(saturation, SATURATING, false).on(server, client, Load.LoadWatcher.NONE);
            figures.put(
                    "saturation",
                    Map.of("attendees", saturation, "deliveriesPerSecond", Math.round(full.deliveriesPerSecond())));
            if (soak > 0) {
                say("Orrery: %d minutes with %d attendees".formatted(soak, attendees));
                figures.put("soak", Soak.of(soak, attendees, PER_SECOND, server, client));
            }
        }
        if (noBaseline) {
            return figures;
        }
        try (var server = servers.baseline(recorded)) {
            say("ws: %d attendees".formatted(attendees));
            figures.put("baseline", baseline(steady.on(server, client, Load.LoadWatcher.NONE)));
        }
        return figures;
    }

    private Load load(int readers, double perSecond, boolean isWaiting) {
        return new Load(
                readers,
                perSecond,
                Duration.ofSeconds(warmUp),
                Audience.HEARTBEAT,
                Duration.ofSeconds(seconds),
                isWaiting);
    }

    private static void put(Map<String, Object> figures, Load.Outcome outcome) {
        figures.put("attendees", outcome.attendees());
        figures.put("deliveriesPerSecond", Math.round(outcome.deliveriesPerSecond()));
        figures.put("p50Ms", tenths(outcome.latencies().quantile(0.5)));
        figures.put("p99Ms", tenths(outcome.latencies().quantile(0.99)));
        figures.put("maxMs", tenths(outcome.latencies().most()));
        figures.put("cpuMicrosPerDelivery", tenths(outcome.cpuMicrosPerDelivery()));
        figures.put("rssMiB", Math.round(outcome.rssMib()));
        figures.put("superseded", outcome.superseded());
    }

    private static Map<String, ?> baseline(Load.Outcome outcome) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("name", "ws");
        figures.put("cpuMicrosPerDelivery", tenths(outcome.cpuMicrosPerDelivery()));
        figures.put("p99Ms", tenths(outcome.latencies().quantile(0.99)));
        return figures;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }

    private void say(String what) {
        var err = spec.commandLine().getErr();
        err.println(what);
        err.flush();
    }
}
