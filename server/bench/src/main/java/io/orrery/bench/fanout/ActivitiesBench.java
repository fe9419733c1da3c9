package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.bench.AnsweringPeople;
import io.orrery.picture.TemporaryFolder;
import io.orrery.store.DataFolder;
import io.orrery.wire.Cursor;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench activities}: measures a full room that takes part. */
@Command(
        name = "activities",
        description =
                "Measures what each kind of answer costs the thread of a room, how long it takes until a full room"
                        + " that answers a question at once is told so, and what that does to the presenter's steps."
                        + " Prints one JSON object. Needs Linux.",
        mixinStandardHelpOptions = true)
public final class ActivitiesBench implements Callable<Integer> {
    private static final double PER_SECOND = 10;
    private static final int OPTIONS = 3;
    private static final int LEAST = 3;
    private static final int MOST = 5000;
    private static final int MOST_RUNS = 100;

    /** So many answers of attendees a room carries out in the long run, and a burst of a full room at once. */
    private static final int ANSWERS_PER_SECOND = 500;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Number of people. By default ${DEFAULT-VALUE}.")
    private int people;

    @Option(
            names = "--together",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many of them share one network address. By default ${DEFAULT-VALUE}.")
    private int together;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "The time in which all of them answer. By default ${DEFAULT-VALUE}.")
    private int within;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often everything is measured; figures are medians. By default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "How long the server runs before it is measured; 0 measures it cold. By default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--people", people, LEAST, MOST);
        check("--together", together, 0, people);
        check("--within", within, 1, MOST_RUNS);
        check("--runs", runs, 1, MOST_RUNS);
        check("--warm-up", warmUp, 0, MOST);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("machine", InetAddress.getLocalHost().getHostName());
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        figures.put("people", people);
        figures.put("together", together);
        try (var scratch = TemporaryFolder.named("orrery-activities")) {
            figures.put("microsPerAnswer", microsPerAnswer(scratch));
            var files = Files.createDirectory(scratch.folder().resolve("server"));
            try (var server = new Servers(files).orrery()) {
                figures.putAll(answered(server));
            }
        }
        spec.commandLine().getOut().println(Json.write(figures));
        return 0;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be from %d to %d, not %d".formatted(option, least, most, value));
        }
    }

    private Map<String, ?> microsPerAnswer(TemporaryFolder scratch) throws IOException, InterruptedException {
        var figures = new LinkedHashMap<String, Object>();
        try (var folder = DataFolder.open(Files.createDirectory(scratch.folder().resolve("rooms")));
                var rooms = new AnsweringPeople(folder)) {
            if (warmUp > 0) {
                for (var kind : AnsweringPeople.Kind.values()) {
                    rooms.microsPerAnswer(people, kind);
                }
            }
            for (var kind : AnsweringPeople.Kind.values()) {
                var each = new double[runs];
                for (int i = 0; i < runs; i++) {
                    each[i] = rooms.microsPerAnswer(people, kind);
                }
                figures.put(kind.name().toLowerCase(Locale.ROOT), tenths(median(each)));
            }
        }
        return figures;
    }

    private Map<String, ?> answered(Servers.Running server) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        try (var audience = Audience.join(server.room(), people, people - together);
                var presenter = new PresenterConnection(client, server.room())) {
            var room = new Steps(presenter, presenter.hello(server.room().key()), audience);
            if (warmUp > 0) {
                room.walk(Duration.ofSeconds(warmUp));
                room.ask();
            }
            var without = new double[runs];
            var during = new double[runs];
            var ratios = new double[runs];
            var p99 = new double[runs];
            var most = new double[runs];
            List<Integer> counted = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                // Meanwhile the room may again carry out as many answers at once as it has people.
                TimeUnit.MILLISECONDS.sleep(1000L * people / ANSWERS_PER_SECOND - 1000L * within);
                without[i] = room.walk(Duration.ofSeconds(within)).quantile(0.99);
                var asked = room.ask();
                during[i] = asked.steps().quantile(0.99);
                ratios[i] = during[i] / without[i];
                p99[i] = asked.answers().quantile(0.99);
                most[i] = asked.answers().most();
                counted.add(asked.counted());
            }
            var figures = new LinkedHashMap<String, Object>();
            figures.put("confirmedP99Ms", tenths(median(p99)));
            figures.put("confirmedMaxMs", tenths(median(most)));
            figures.put("counted", counted);
            figures.put("stepP99Ms", Map.of("without", tenths(median(without)), "meanwhile", tenths(median(during))));
            figures.put("stepRatio", Math.round(100 * median(ratios)) / 100.0);
            return figures;
        }
    }

    /** @param counted how many answers the room has counted once all are confirmed */
    private record Asked(Latencies answers, Latencies steps, int counted) {}

    /** The presenter, who walks in steps and asks. */
    private final class Steps {
        private final PresenterConnection presenter;
        private final Audience audience;
        private final String trace;
        private long seq;
        private int number;
        private int walked = 1;

        Steps(PresenterConnection presenter, JsonNode welcome, Audience audience) {
            this.presenter = presenter;
            this.audience = audience;
            trace = welcome.at("/state/trace/id").textValue();
            seq = welcome.get("seq").longValue();
        }

        /** Walks for some time. Answers how late the frames reach the audience. */
        Latencies walk(Duration time) throws IOException, InterruptedException {
            audience.countFrom(seq + 1);
            long until = System.nanoTime() + time.toNanos();
            for (long next = System.nanoTime(); next < until; next += (long) (1e9 / PER_SECOND)) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                audience.sending(seq + 1);
                String step = FanoutModel.STEPS.get(walked++ % FanoutModel.STEPS.size());
                seq = presenter.go(seq, new Cursor(trace, step));
            }
            audience.awaitNewest(seq);
            return audience.counts();
        }

        /** Asks a question, which everybody answers while the presenter walks on. */
        Asked ask() throws IOException, InterruptedException {
            number++;
            var question = Map.of("question", "Which?", "options", List.of("This", "That", "Another"));
            seq = presenter.order(seq, "predict", question).get("seq").longValue();
            String about = "\"at\":%d,\"do\":\"guess\",\"number\":%d,\"option\":".formatted(seq, number);
            var time = Duration.ofSeconds(within);
            CompletableFuture<Latencies> answers = audience.answer(number, time, i -> about + i % OPTIONS);
            Latencies steps = walk(time);
            Latencies answered = answers.orTimeout(1, TimeUnit.MINUTES).join();
            JsonNode closed = presenter.order(seq, "predict-close", Map.of("number", number));
            int counted = closed.at("/state/prediction/question/answers").intValue();
            int each = 0;
            for (JsonNode option : closed.at("/state/prediction/question/counts")) {
                each += option.intValue();
            }
            if (each != counted) {
                throw new IOException("The room says that %d answered, but counts %d.".formatted(counted, each));
            }
            seq = closed.get("seq").longValue();
            seq = presenter
                    .order(seq, "predict-end", Map.of("number", number))
                    .get("seq")
                    .longValue();
            return new Asked(answered, steps, counted);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
