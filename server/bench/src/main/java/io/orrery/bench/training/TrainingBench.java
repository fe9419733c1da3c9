package io.orrery.bench.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.bench.fanout.Servers;
import io.orrery.bench.hostile.Site;
import io.orrery.bench.hostile.SteppingRoom;
import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code orrery-bench training}: measures how long a training of the sorting model takes on a server that has nothing else to
 * do, and how much later the steps of a room come while one runs.
 */
@Command(
        name = "training",
        description = "Measures how long a training takes that somebody watches, and how much later the steps of a room"
                + " come meanwhile, and prints one JSON object. Needs Linux.",
        mixinStandardHelpOptions = true)
public final class TrainingBench implements Callable<Integer> {
    private static final String MODEL = "nano-sort";

    /** As pages do. */
    private static final long SHOW_MS = 500;

    private static final double NANOS_PER_S = 1e9;
    private static final double TENTHS = 10;
    private static final int MOST = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--attendees",
            paramLabel = "N",
            defaultValue = "50",
            description = "Number of attendees of the room. By default ${DEFAULT-VALUE}.")
    private int attendees;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Duration for which the room steps without a training. By default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--updates",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Updates after which each training ends. By default ${DEFAULT-VALUE}: all.")
    private int updates;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--attendees", attendees);
        check("--seconds", seconds);
        check("--updates", updates);
        try (var scratch = TemporaryFolder.named("orrery-training")) {
            Path log = scratch.folder().resolve("log");
            try (var server = new Servers(scratch.folder())
                    .orrery(MODEL, List.of(), List.of(), ProcessBuilder.Redirect.to(log.toFile()))) {
                var site = new Site(server, HttpClient.newHttpClient(), log);
                var room = new SteppingRoom(site, attendees);
                var figures = new LinkedHashMap<String, Object>();
                figures.put("idle", trained(site));
                figures.put("before", room.during(() -> {
                    TimeUnit.SECONDS.sleep(seconds);
                    return Map.of();
                }));
                figures.put("during", room.during(() -> trained(site)));
                spec.commandLine().getOut().println(Json.write(figures));
            }
        }
        return 0;
    }

    private void check(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + MOST);
        }
    }

    /** Trains as a page does that shows each half second's weights; how many updates, and how long they took. */
    private Map<String, ?> trained(Site site) throws IOException, InterruptedException {
        JsonNode text = site.ask("/api/traces", Map.of("model", MODEL, "prompt", "CBABBC"));
        long began = System.nanoTime();
        JsonNode progress = site.ask("/api/training", Map.of("do", "begin", "model", MODEL));
        int last = Math.min(updates, progress.get("updates").intValue());
        while (progress.get("update").intValue() < last) {
            long asked = System.nanoTime();
            progress = site.ask(
                    "/api/training",
                    Map.of(
                            "do",
                            "run",
                            "training",
                            progress.get("training").textValue(),
                            "after",
                            progress.get("update").intValue(),
                            "perSecond",
                            0));
            show(site, text, progress);
            long rest = SHOW_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
            if (progress.get("update").intValue() < last) {
                TimeUnit.MILLISECONDS.sleep(Math.max(0, rest));
            }
        }
        double took = (System.nanoTime() - began) / NANOS_PER_S;
        site.ask(
                "/api/training",
                Map.of("do", "pause", "training", progress.get("training").textValue()));
        return Map.of("updates", progress.get("update").intValue(), "trainingS", Math.round(took * TENTHS) / TENTHS);
    }

    private static void show(Site site, JsonNode text, JsonNode progress) throws IOException, InterruptedException {
        String model = progress.get("model").textValue();
        site.ask("/api/traces", Map.of("trace", text.get("id").textValue(), "with", model));
        site.get("/api/models/" + model + "/graph");
        site.get("/api/models/" + model + "/weights");
    }
}
