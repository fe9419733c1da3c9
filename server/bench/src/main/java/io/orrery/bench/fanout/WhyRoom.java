package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.picture.TemporaryFolder;
import io.orrery.wire.Cursor;
import io.orrery.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures how long it takes until a full room has the answer to a question of why. The presenter opens a tool about a text
 * that nobody has asked about; each page, when it is told, requests the answer over HTTP, as pages do. A measurement
 * ends when the last page has it. The pages run in this process, on the same processors as the server.
 */
public final class WhyRoom {
    private static final String MODEL = "tiny-tales";
    private static final String STEP = "embed";
    private static final String CHANGE = "blocks.0.attn.hook_z[0]=zero";

    /** The length of a text in tokens, and the words of the model that it may have. */
    private static final int LENGTH = 32;

    private static final int WORDS = 140;

    /** Ends the name of a figure of an answer that the server had already. */
    private static final String KNOWN = "Again";

    private static final long TIMEOUT_S = 30;
    private static final double MS_PER_S = 1000;
    private static final double NANOS_PER_MS = 1e6;
    private static final JsonMapper JSON = new JsonMapper();

    private final LoadedRoom room;
    private final ServerProcess process;
    private final HttpClient client;
    private final List<AskingPage> pages;
    private final PresenterConnection presenter;
    private final double clock;
    private final Map<String, List<Shown>> shown = new LinkedHashMap<>();
    private long seq;
    private double cpuSeconds;

    /**
     * The times of one question, from the moment at which the presenter opens it.
     *
     * @param lastMs until the last page has the answer
     * @param leadMs how far in the future the start time that the room has set was when the presenter received it; 0 if it has
     *     passed
     */
    private record Shown(double lastMs, double leadMs) {}

    private WhyRoom(
            Servers.Running server,
            HttpClient client,
            List<AskingPage> pages,
            PresenterConnection presenter,
            double clock) {
        this.room = server.room();
        this.process = server.process();
        this.clock = clock;
        this.client = client;
        this.pages = pages;
        this.presenter = presenter;
    }

    /**
     * Measures the lens, the attribution, a change and a score.
     *
     * @param size the number of pages
     * @param warmUps texts that are not measured
     * @param texts how many are
     */
    public static Map<String, ?> measure(int size, int warmUps, int texts) throws IOException, InterruptedException {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (var scratch = TemporaryFolder.named("orrery-why");
                var server = new Servers(scratch.folder()).orrery(MODEL);
                var presenter = new PresenterConnection(client, server.room())) {
            List<AskingPage> pages = new ArrayList<>();
            try {
                JsonNode welcome = presenter.hello(server.room().key());
                double clock = presenter.clock();
                for (int i = 0; i < size; i++) {
                    pages.add(new AskingPage(client, server.room()));
                }
                var room = new WhyRoom(server, client, pages, presenter, clock);
                return room.figures(welcome, warmUps, texts);
            } finally {
                pages.forEach(AskingPage::close);
            }
        }
    }

    private Map<String, ?> figures(JsonNode welcome, int warmUps, int texts) throws IOException, InterruptedException {
        String model = welcome.at("/state/trace/model").textValue();
        String first = welcome.at("/state/trace/id").textValue();
        seq = presenter.go(welcome.get("seq").longValue(), new Cursor(first, STEP));
        var random = new Random(1);
        for (int i = 0; i < warmUps + texts; i++) {
            if (i == warmUps) {
                shown.clear();
                cpuSeconds = process.cpuSeconds();
            }
            String trace = traced(model, random.ints(LENGTH, 0, WORDS).toArray());
            seq = presenter.prompt(seq, trace).get("seq").longValue();
            open(trace, "lens", "");
            open(trace, "attribution", "");
            open(trace, "score", "?layer=1&head=0&query=" + (LENGTH - 1) + "&key=0");
            String changed = change(trace);
            // The next text would have the change, too.
            seq = presenter
                    .order(seq, "change", Map.of("trace", changed, "changes", List.of()))
                    .get("seq")
                    .longValue();
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("pages", pages.size());
        double openings = shown.values().stream().mapToInt(List::size).sum();
        figures.put("serverMs", tenths((process.cpuSeconds() - cpuSeconds) * MS_PER_S / openings));
        shown.forEach((tool, times) -> figures.put(tool, figures(times)));
        return figures;
    }

    /** Opens a tool about a new text, closes it, and opens it once more: the server then has the answer. */
    private void open(String trace, String tool, String query) throws IOException, InterruptedException {
        var cursor = new Cursor(trace, STEP);
        var question = Map.of("cursor", cursor, "tool", tool);
        show(tool, tool, trace, query, "why", question);
        seq = presenter.order(seq, "why", Map.of("cursor", cursor)).get("seq").longValue();
        show(tool + KNOWN, tool, trace, query, "why", question);
    }

    /** Changes a part while the tool of changes is open. @return the trace that the room then shows */
    private String change(String trace) throws IOException, InterruptedException {
        var question = Map.of("cursor", new Cursor(trace, STEP), "tool", "change");
        seq = presenter.order(seq, "why", question).get("seq").longValue();
        String query = "?set=" + URLEncoder.encode(CHANGE, StandardCharsets.UTF_8);
        var change = Map.of("trace", trace, "changes", List.of(CHANGE));
        return show("change", "change", trace, query, "change", change)
                .at("/state/trace/id")
                .textValue();
    }

    /** Gives a command, and waits until all pages have the answer of a tool. @return the resulting state */
    private JsonNode show(String figure, String tool, String trace, String query, String command, Map<String, ?> fields)
            throws IOException, InterruptedException {
        var problem = new AtomicReference<>("");
        var missing = new CountDownLatch(pages.size());
        var answer =
                URI.create("http://" + room.socket().getAuthority() + "/api/traces/" + trace + "/why/" + tool + query);
        var opening = new AskingPage.Opening(seq + 1, answer, said -> {
            if (!said.isEmpty()) {
                problem.set(said);
            }
            missing.countDown();
        });
        pages.forEach(page -> page.expect(opening));
        long began = System.nanoTime();
        JsonNode state = presenter.order(seq, command, fields);
        double lead = state.path("start").doubleValue() - clock - System.nanoTime() / NANOS_PER_MS;
        seq = state.get("seq").longValue();
        if (!missing.await(TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new IOException(
                    "%d of %d pages got no answer of %s".formatted(missing.getCount(), pages.size(), figure));
        }
        double last = (System.nanoTime() - began) / NANOS_PER_MS;
        if (!problem.get().isEmpty()) {
            throw new IOException("The server refused an answer of " + figure + ": " + problem.get());
        }
        shown.computeIfAbsent(figure, any -> new ArrayList<>()).add(new Shown(last, Math.max(0, lead)));
        return state;
    }

    private String traced(String model, int... tokens) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + room.socket().getAuthority() + "/api/traces?room=" + room.code()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + room.key())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("model", model, "tokens", tokens))))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode id = JSON.readTree(answer.body()).path("id");
        if (!id.isTextual()) {
            throw new IOException("The server refused a text: " + answer.body());
        }
        return id.textValue();
    }

    private static Map<String, ?> figures(List<Shown> times) {
        double[] last = times.stream().mapToDouble(Shown::lastMs).sorted().toArray();
        double[] lead = times.stream().mapToDouble(Shown::leadMs).sorted().toArray();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("lastMs", tenths(last[last.length / 2]));
        figures.put("mostMs", tenths(last[last.length - 1]));
        figures.put("leadMs", tenths(lead[lead.length / 2]));
        return figures;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
