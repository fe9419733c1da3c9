package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Many people ask for the trace of a text at the same moment, each for another text.
 *
 * @param people number of requests
 * @param tokens length of each text, or the greatest that the model accepts if that is less
 * @param asPresenter whether the requests have the presenter's key and are made in the name of the room
 */
record ManyTexts(String name, int people, int tokens, boolean asPresenter) implements Attack {
    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var model = site.model();
        int length = Math.min(tokens, model.get("maxPrompt").intValue());
        // Tokens below the size of the smallest vocabulary.
        var random = new Random(people);
        var answers = new CountedAnswers();
        var requests = new CompletableFuture<?>[people];
        for (int person = 0; person < people; person++) {
            int[] text =
                    IntStream.range(0, length).map(any -> random.nextInt(3)).toArray();
            var body = Map.of("model", model.get("id").textValue(), "tokens", text);
            var request = asPresenter ? site.traceForRoom(body) : site.trace(body);
            requests[person] = answers.count(site.client().sendAsync(request, HttpResponse.BodyHandlers.discarding()));
        }
        CompletableFuture.allOf(requests).join();
        return answers.figures();
    }
}
