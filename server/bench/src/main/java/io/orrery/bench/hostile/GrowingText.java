package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/** A text is made longer until the server refuses. */
record GrowingText() implements Attack {
    private static final int MOST = 60;
    private static final int APPENDED = 64;
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "growingText";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var model = site.model();
        int begun = Math.min(MOST, model.get("maxPrompt").intValue());
        Object body = Map.of("model", model.get("id").textValue(), "tokens", tokens(begun));
        long end = System.nanoTime() + time.toNanos();
        int longest = 0;
        while (System.nanoTime() < end) {
            @SuppressWarnings("unchecked")
            var request = site.trace((Map<String, ?>) body);
            var answer = site.client().send(request, HttpResponse.BodyHandlers.ofString());
            var trace = JSON.readTree(answer.body());
            if (answer.statusCode() != OK) {
                return Map.of(
                        "longestTokens",
                        longest,
                        "refusedWith",
                        trace.path("code").asText());
            }
            longest = trace.get("tokens").size();
            body = Map.of("trace", trace.get("id").textValue(), "append", tokens(APPENDED));
        }
        return Map.of("longestTokens", longest, "refusedWith", "");
    }

    private static int[] tokens(int count) {
        return IntStream.range(0, count).map(at -> at % 3).toArray();
    }
}
