package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.picture.TemporaryFolder;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.Recordings;
import io.orrery.store.DataFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code orrery-bench replay}: measures what recording a full room costs, and how long it takes to be at another moment of a long recording. The long
 * one is made of what was recorded of the room, again and again. And how large an hour is as a file.
 */
@Command(
        name = "replay",
        description =
                "Measures what recording a full room costs for each delivery of a frame, and how long a seek takes in"
                        + " a recording of hours, and how large an hour of the story model is as one file, by part, and"
                        + " prints one JSON object. Needs Linux.",
        mixinStandardHelpOptions = true)
public final class ReplayBench implements Callable<Integer> {
    private static final double PER_SECOND = 10;
    /** Between two stretches, ms. */
    private static final double MS_BETWEEN = 1000 / PER_SECOND;

    private static final double HOUR_MS = 3_600_000;
    private static final double NANOS_PER_MS = 1e6;
    private static final double KIB = 1024;
    private static final int MOST = 20_000;

    /** As many changes as {@link FanoutModel#STEPS} has steps: the driver goes to another step with each change. */
    private static final List<String> BEGIN = List.of("record", "record-pause", "record-resume");

    private static final List<String> END = List.of("record-pause", "record-resume", "record-stop");

    private static final String LONG = "long-recording-of-bench";
    private static final JsonMapper MAPPER = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--attendees",
            paramLabel = "N",
            defaultValue = "500",
            description = "Number of attendees. By default ${DEFAULT-VALUE}.")
    private int attendees;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often both are measured, in turns: with recording and without. By default ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each is measured, in seconds. By default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the server runs before it is measured, in seconds. By default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "3",
            description = "Length of the recording in which is sought. By default ${DEFAULT-VALUE}.")
    private int hours;

    @Option(
            names = "--seeks",
            paramLabel = "N",
            defaultValue = "500",
            description =
                    "Number of seeks to measure, after a tenth as many that do not count. By default ${DEFAULT-VALUE}.")
    private int seeks;

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "12",
            description = "Number of texts in the hour whose file is measured. By default ${DEFAULT-VALUE}.")
    private int texts;

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--attendees", attendees);
        check("--pairs", pairs);
        check("--seconds", seconds);
        check("--warm-up", warmUp);
        check("--hours", hours);
        check("--seeks", seeks);
        check("--texts", texts);
        try (var scratch = TemporaryFolder.named("orrery-replay")) {
            var servers = new Servers(scratch.folder());
            var figures = new LinkedHashMap<String, Object>();
            figures.put("fileBytes", HourOfStories.bytes(scratch.folder().resolve("stories"), texts));
            figures.put("attendees", attendees);
            List<JsonNode> stretches;
            try (var server = servers.orrery()) {
                stretches = recording(server, figures);
            }
            Path data = scratch.folder().resolve("long");
            long bytes = write(stretches, data);
            figures.put("hours", hours);
            figures.put("kibPerHour", Math.round(bytes / KIB / hours));
            String model = scratch.folder().resolve("model").toString();
            try (var server = servers.orrery(
                    model, List.of(), List.of("--data", data.toString()), ProcessBuilder.Redirect.INHERIT)) {
                figures.put("seekMs", seek(server.room()));
            }
            spec.commandLine().getOut().println(Json.write(figures));
        }
        return 0;
    }

    private void check(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be from 1 to %d, not %d".formatted(option, MOST, value));
        }
    }

    /** Measures with recording and without, in turns. @return the stretches of what was recorded last */
    private List<JsonNode> recording(Servers.Running server, Map<String, Object> figures)
            throws IOException, InterruptedException {
        load(warmUp).on(server, client, Load.LoadWatcher.NONE);
        var off = new double[pairs];
        var on = new double[pairs];
        var ratios = new double[pairs];
        String id = "";
        for (int i = 0; i < pairs; i++) {
            // the first of a pair is another one each time
            for (boolean isRecorded : new boolean[] {i % 2 == 1, i % 2 == 0}) {
                if (isRecorded) {
                    id = give(server.room(), BEGIN).at("/state/recording/id").textValue();
                }
                double micros =
                        load(1).on(server, client, Load.LoadWatcher.NONE).cpuMicrosPerDelivery();
                (isRecorded ? on : off)[i] = micros;
                if (isRecorded) {
                    give(server.room(), END);
                }
            }
            ratios[i] = on[i] / off[i];
        }
        figures.put("cpuMicrosPerDelivery", Map.of("off", median(off), "on", median(on)));
        figures.put("cpuRatio", median(ratios));
        return stretches(server.room(), id);
    }

    private Load load(int warmUpSeconds) {
        return new Load(
                attendees,
                PER_SECOND,
                Duration.ofSeconds(warmUpSeconds),
                Audience.HEARTBEAT,
                Duration.ofSeconds(seconds),
                true);
    }

    /** @return the last answer */
    private JsonNode give(LoadedRoom room, List<String> commands) throws IOException, InterruptedException {
        try (var presenter = new PresenterConnection(client, room)) {
            long seq = presenter.hello(room.key()).get("seq").longValue();
            JsonNode answer = null;
            for (String command : commands) {
                answer = presenter.order(seq, command, Map.of());
                seq = answer.get("seq").longValue();
            }
            return answer;
        }
    }

    private List<JsonNode> stretches(LoadedRoom room, String id) throws IOException, InterruptedException {
        int count = get(room, "/api/recordings/" + id).get("stretches").size();
        var stretches = new ArrayList<JsonNode>();
        for (int i = 0; i < count; i++) {
            stretches.add(get(room, "/api/recordings/" + id + "/stretches/" + i));
        }
        return stretches;
    }

    private JsonNode get(LoadedRoom room, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + room.socket().getAuthority() + path))
                .header("Authorization", "Bearer " + room.key())
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return MAPPER.readTree(answer.body());
    }

    /** Writes a recording of hours, for everybody to read. @return its size */
    private long write(List<JsonNode> stretches, Path data) {
        try (var folder = DataFolder.open(data)) {
            Recordings recordings = folder.storage().recordings();
            double length = HOUR_MS * hours;
            recordings.put(new Recording(
                    LONG,
                    "BENCH2",
                    "",
                    "",
                    0,
                    length,
                    0,
                    Recording.State.ENDED,
                    0,
                    0,
                    Recording.Access.OPEN,
                    "",
                    List.of()));
            double end = 0;
            for (int n = 0; end < length; n++) {
                JsonNode rows = stretches.get(n % stretches.size());
                double begin = rows.get(0).get("t").doubleValue();
                double shift = end - begin;
                for (int i = 0; i < rows.size(); i++) {
                    var row = (ObjectNode) rows.get(i).deepCopy();
                    end = Math.max(end, row.get("t").doubleValue() + shift);
                    row.put("t", Math.round(end));
                    recordings.append(LONG, n, i, end, row.toString());
                }
                end += MS_BETWEEN;
            }
            return recordings.bytes(LONG);
        }
    }

    /** From the moment at which somebody moves the slider until the state of that moment is there, read and put together. */
    private Map<String, ?> seek(LoadedRoom room) throws IOException, InterruptedException {
        JsonNode begins = get(room, "/api/recordings/" + LONG).get("stretches");
        var random = new Random(1);
        var times = new double[seeks];
        for (int i = -seeks / 10; i < seeks; i++) {
            double t = random.nextDouble() * HOUR_MS * hours;
            long began = System.nanoTime();
            int n = 0;
            while (n + 1 < begins.size() && begins.get(n + 1).doubleValue() <= t) {
                n++;
            }
            ObjectNode state = MAPPER.createObjectNode();
            for (JsonNode row : get(room, "/api/recordings/" + LONG + "/stretches/" + n)) {
                if (row.get("t").doubleValue() > t && !state.isEmpty()) {
                    break;
                }
                row.path("state").properties().forEach(part -> state.set(part.getKey(), part.getValue()));
                row.path("gone").forEach(name -> state.remove(name.asText()));
            }
            if (!state.has("cursor")) {
                throw new IOException("There is no state at " + t + ".");
            }
            if (i >= 0) {
                times[i] = (System.nanoTime() - began) / NANOS_PER_MS;
            }
        }
        Arrays.sort(times);
        return Map.of(
                "p50",
                tenths(times[seeks / 2]),
                "p99",
                tenths(times[(int) Math.ceil(0.99 * seeks) - 1]),
                "max",
                tenths(times[seeks - 1]));
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Math.round(1000 * sorted[sorted.length / 2]) / 1000.0;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
