package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Cursor;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code orrery-bench prompt}: measures how long it takes until a new prompt has reached everyone in a room, and until the next step has, for a press of the
 * presenter and for one of a remote control.
 *
 * <p>The presenter sends a text that has not been sent before, in the way the page does: first a request for the trace
 * over HTTP, then the command. The measurement ends when the last attendee has received the frame, which follows the
 * new state on the same connection.
 */
@Command(
        name = "prompt",
        description =
                "Measures how long a new prompt of the sorting model, and the next step, by the presenter's own press and by"
                        + " a remote control's in turns, take to reach everyone in a room, and prints one JSON object."
                        + " Needs Linux.",
        mixinStandardHelpOptions = true)
public final class PromptBench implements Callable<Integer> {
    private static final String MODEL = "nano-sort";
    private static final String STEP = "blocks.0.attn.scores";
    private static final String LETTERS = "ABC";
    private static final int LENGTH = 6;

    /** The number of different texts of this length: 3⁶. */
    private static final int TEXTS = 729;

    /** Pause between prompts; keeps below the limit of 40 traces per second and address. */
    private static final long BETWEEN_MS = 100;

    private static final int FETCHED = 10;
    private static final int MOST_PRESSES = 10_000;
    private static final double NANOS_PER_MS = 1e6;
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--attendees",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of attendees. By default ${DEFAULT-VALUE}.")
    private int attendees;

    @Option(
            names = "--prompts",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of prompts to measure. By default ${DEFAULT-VALUE}.")
    private int prompts;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of prompts to send before measuring. By default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--presses",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of presses to measure, of the presenter and of each remote control; half as many come"
                    + " before. By default ${DEFAULT-VALUE}.")
    private int presses;

    /** Who presses "next". */
    private enum Hand {
        /** On the presenter's page. */
        PRESENTER,
        /** A program, with {@code POST …/commands}. */
        HTTP,
        /** On the page of a remote control, on a phone. */
        PHONE
    }

    /**
     * The times of one prompt. The first three count from the moment it was sent.
     *
     * @param traceMs until the trace was computed and its id known
     * @param lastMs until the last attendee had the state and the frame
     * @param shownMs until all screens show it: the start time set by the room, or the last arrival if that was later
     * @param leadMs how far in the future the start time was when the presenter received it
     */
    private record Outcome(double traceMs, double lastMs, double shownMs, double leadMs) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (attendees < 1
                || attendees > 20_000
                || prompts < 1
                || warmUp < 0
                || prompts + warmUp > TEXTS
                || presses < 1
                || presses > MOST_PRESSES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--attendees must be from 1 to 20000, --presses from 1 to %d, and --prompts and --warm-up together at most %d"
                            .formatted(MOST_PRESSES, TEXTS));
        }
        try (var scratch = TemporaryFolder.named("orrery-prompt");
                var server = new Servers(scratch.folder()).orrery(MODEL)) {
            var figures = figures(outcomes(server.room()));
            figures.put("next", nextFigures(presses(server.room())));
            spec.commandLine().getOut().println(Json.write(figures));
        }
        return 0;
    }

    private List<Outcome> outcomes(LoadedRoom room) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        try (var audience = Audience.join(room, attendees);
                var connection = new PresenterConnection(client, room)) {
            JsonNode welcome = connection.hello(room.key());
            // Offset of the room's clock from this process's; too small by the one-way delay of a message on this
            // machine.
            double clock = welcome.get("serverTime").doubleValue() - System.nanoTime() / NANOS_PER_MS;
            String model = welcome.at("/state/trace/model").textValue();
            String trace = welcome.at("/state/trace/id").textValue();
            long seq = connection.go(welcome.get("seq").longValue(), new Cursor(trace, STEP));
            List<Outcome> outcomes = new ArrayList<>();
            for (String text : texts()) {
                outcomes.add(show(text, model, room, seq, clock, client, audience, connection));
                seq++;
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
            }
            return outcomes.subList(warmUp, outcomes.size());
        }
    }

    private Outcome show(
            String text,
            String model,
            LoadedRoom room,
            long seq,
            double clock,
            HttpClient client,
            Audience audience,
            PresenterConnection connection)
            throws IOException, InterruptedException {
        audience.countFrom(seq + 1);
        audience.sending(seq + 1);
        long began = System.nanoTime();
        String trace = traced(text, model, room, client);
        long traced = System.nanoTime();
        JsonNode state = connection.prompt(seq, trace);
        double start = state.get("start").doubleValue() - clock;
        double lead = start - System.nanoTime() / NANOS_PER_MS;
        if (state.get("seq").longValue() != seq + 1) {
            throw new IOException("The room moved from change " + seq + " to " + state.get("seq") + ".");
        }
        double last = lastOf(audience, seq + 1);
        double shown = Math.max(last, start - began / NANOS_PER_MS);
        return new Outcome((traced - began) / NANOS_PER_MS, last, shown, lead);
    }

    /**
     * All hands press "next" in turns, always at the same step: the presenter goes back to it between.
     *
     * @return how long each press took until the last attendee had the frame, ms
     */
    private Map<Hand, double[]> presses(LoadedRoom room) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        String address = "/api/rooms/" + room.code() + "/";
        try (var program = new ProgramConnection(room);
                var audience = Audience.join(room, attendees);
                var presenter = new PresenterConnection(client, room);
                var phone = new PresenterConnection(client, room)) {
            JsonNode welcome = presenter.hello(room.key());
            String key = program.post(address + "remote", room.key(), Map.of())
                    .path("key")
                    .textValue();
            phone.hello("remote", key);
            // Each page of the audience would have fetched this much, so the server has compiled what answers requests.
            for (int i = 0; i < attendees * FETCHED; i++) {
                program.get("/api/models/" + welcome.at("/state/trace/model").textValue() + "/graph");
            }
            var from = new Cursor(welcome.at("/state/trace/id").textValue(), STEP);
            long seq = welcome.get("seq").longValue();
            int unmeasured = presses / 2;
            var times = new EnumMap<Hand, double[]>(Hand.class);
            for (int i = -unmeasured; i < presses; i++) {
                for (Hand hand : Hand.values()) {
                    seq = presenter.go(seq, from);
                    audience.awaitNewest(seq);
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
                    audience.countFrom(seq + 1);
                    audience.sending(seq + 1);
                    JsonNode moved = switch (hand) {
                        case PRESENTER -> presenter.order(seq, "next", Map.of());
                        case PHONE -> phone.order(seq, "next", Map.of());
                        case HTTP -> program.post(address + "commands", key, Map.of("do", "next"));
                    };
                    seq = moved.path("seq").longValue();
                    double last = lastOf(audience, seq);
                    if (i >= 0) {
                        times.computeIfAbsent(hand, any -> new double[presses])[i] = last;
                    }
                }
            }
            return times;
        }
    }

    private Map<String, ?> nextFigures(Map<Hand, double[]> times) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("presses", presses);
        Map<String, Double> own = spread(times.get(Hand.PRESENTER));
        times.forEach((hand, each) -> {
            Map<String, Double> spread = spread(each);
            String name = hand.name().toLowerCase(Locale.ROOT);
            figures.put(name + "Ms", spread);
            if (hand != Hand.PRESENTER) {
                figures.put(
                        name + "Ratio",
                        Map.of(
                                "p50", hundredths(spread.get("p50") / own.get("p50")),
                                "p99", hundredths(spread.get("p99") / own.get("p99"))));
            }
        });
        return figures;
    }

    /** When the last attendee had the frame of a change, ms after it was sent. */
    private double lastOf(Audience audience, long seq) throws IOException, InterruptedException {
        audience.awaitNewest(seq);
        Latencies arrived = audience.counts();
        if (arrived.count() != attendees) {
            throw new IOException("%d frames arrived at %d attendees.".formatted(arrived.count(), attendees));
        }
        return arrived.most();
    }

    private static String traced(String text, String model, LoadedRoom room, HttpClient client)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + room.socket().getAuthority() + "/api/traces?room=" + room.code()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + room.key())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("model", model, "prompt", text))))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode id = JSON.readTree(answer.body()).path("id");
        if (!id.isTextual()) {
            throw new IOException("The server refused a prompt: " + answer.body());
        }
        return id.textValue();
    }

    /** Distinct texts in a fixed, shuffled order. */
    private List<String> texts() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            var text = new StringBuilder();
            for (int rest = i, at = 0; at < LENGTH; at++, rest /= LETTERS.length()) {
                text.append(LETTERS.charAt(rest % LETTERS.length()));
            }
            all.add(text.toString());
        }
        Collections.shuffle(all, new Random(1));
        return all.subList(0, warmUp + prompts);
    }

    private Map<String, Object> figures(List<Outcome> outcomes) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("attendees", attendees);
        figures.put("prompts", prompts);
        figures.put(
                "traceMs",
                spread(outcomes.stream().mapToDouble(Outcome::traceMs).toArray()));
        figures.put(
                "lastMs", spread(outcomes.stream().mapToDouble(Outcome::lastMs).toArray()));
        figures.put(
                "shownMs",
                spread(outcomes.stream().mapToDouble(Outcome::shownMs).toArray()));
        figures.put(
                "leadMs", spread(outcomes.stream().mapToDouble(Outcome::leadMs).toArray()));
        return figures;
    }

    private static Map<String, Double> spread(double... values) {
        Arrays.sort(values);
        var spread = new LinkedHashMap<String, Double>();
        spread.put("p50", tenths(values[values.length / 2]));
        spread.put("p99", tenths(values[(int) Math.ceil(0.99 * values.length) - 1]));
        spread.put("max", tenths(values[values.length - 1]));
        return spread;
    }

    private static double hundredths(double value) {
        return Math.round(100 * value) / 100.0;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
