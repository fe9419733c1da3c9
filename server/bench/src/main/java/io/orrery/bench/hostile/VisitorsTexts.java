package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.fanout.PresenterConnection;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Twenty visitors request long texts, and the presenter shows a new one. */
record VisitorsTexts() implements Attack {
    private static final int VISITORS = 20;
    private static final int TOKENS = 60;
    private static final double NANOS_PER_MS = 1e6;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "visitorsTexts";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var model = site.model();
        int length = Math.min(TOKENS, model.get("maxPrompt").intValue());
        String id = model.get("id").textValue();
        try (var presenter = new PresenterConnection(site.client(), site.room())) {
            long seq = presenter.hello(site.room().key()).get("seq").longValue();
            show(site, presenter, seq++, id, text(length, 1));
            double alone = show(site, presenter, seq++, id, text(length, 2));
            var answers = new CountedAnswers();
            var requests = new CompletableFuture<?>[VISITORS];
            for (int visitor = 0; visitor < VISITORS; visitor++) {
                var request = site.trace(Map.of("model", id, "tokens", text(length, 3 + visitor)));
                requests[visitor] =
                        answers.count(site.client().sendAsync(request, HttpResponse.BodyHandlers.discarding()));
            }
            double among = show(site, presenter, seq, id, text(length, 3 + VISITORS));
            CompletableFuture.allOf(requests).join();
            return Map.of(
                    "aloneMs", Math.round(alone), "amongVisitorsMs", Math.round(among), "visitors", answers.figures());
        }
    }

    /** A text of small tokens, another one for each number. */
    private static int[] text(int length, int number) {
        return IntStream.range(0, length)
                .map(at -> at < Integer.SIZE ? number >> at & 1 : 2)
                .toArray();
    }

    /** Shows a text, in the way the presenter's page does, and returns the time until the room shows it, in ms. */
    private static double show(Site site, PresenterConnection presenter, long at, String model, int[] tokens)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        var request = site.traceForRoom(Map.of("model", model, "tokens", tokens));
        var answer = site.client().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode trace = JSON.readTree(answer.body()).path("id");
        if (!trace.isTextual()) {
            throw new IOException("The server refused the presenter's text: " + answer.body());
        }
        presenter.prompt(at, trace.textValue());
        return (System.nanoTime() - began) / NANOS_PER_MS;
    }
}
