package io.orrery.bench.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Many people ask for the trace of a text at the same moment, each for another text.
 *
 * @param people number of requests
 * @param tokens length of each text; no more than the model accepts
 */
record ManyTexts(String name, int people, int tokens) implements Attack {
    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var model = site.model();
        int length = Math.min(tokens, model.get("maxPrompt").intValue());
        // Tokens below the size of the smallest vocabulary.
        var random = new Random(people);
        var answers = new Answers();
        var requests = new CompletableFuture<?>[people];
        for (int person = 0; person < people; person++) {
            int[] text =
                    IntStream.range(0, length).map(any -> random.nextInt(3)).toArray();
            var request = site.trace(Map.of("model", model.get("id").textValue(), "tokens", text));
            requests[person] = answers.count(
                    site.client().sendAsync(request, java.net.http.HttpResponse.BodyHandlers.discarding()));
        }
        CompletableFuture.allOf(requests).join();
        return answers.figures();
    }
}
