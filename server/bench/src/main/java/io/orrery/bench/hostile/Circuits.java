package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Somebody asks for all edges of a short text's circuit, which in a language model are millions; then for twelve other circuits in one moment. */
record Circuits() implements Attack {
    private static final int TOKENS = 12;

    @Override
    public String name() {
        return "circuits";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var model = site.model();
        int length = Math.min(TOKENS, model.get("maxPrompt").intValue());
        // Tokens below the size of the smallest vocabulary.
        int[] text = IntStream.range(0, length).map(at -> at % 3).toArray();
        var trace = site.ask("/api/traces", Map.of("model", model.get("id").textValue(), "tokens", text));
        String circuit = "/api/traces/" + trace.get("id").textValue() + "/why/circuit";
        var answers = new CountedAnswers();
        var largest = new AtomicInteger();
        for (String all : new String[] {"", "?least=-1"}) {
            ask(site, circuit + all, answers, largest).join();
        }
        var requests = new CompletableFuture<?>[length];
        for (int position = 0; position < length; position++) {
            requests[position] = ask(site, circuit + "?b=all&strongest=10&position=" + position, answers, largest);
        }
        CompletableFuture.allOf(requests).join();
        return Map.of(
                "asked",
                answers.figures(),
                "largestBytes",
                largest.get(),
                "serverMib",
                Math.round(site.server().process().rssMib()));
    }

    private static CompletableFuture<Void> ask(Site site, String path, CountedAnswers answers, AtomicInteger largest) {
        var answer = site.client().sendAsync(site.request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        return answers.count(answer.whenComplete((response, failure) -> {
            if (failure == null) {
                largest.accumulateAndGet(response.body().length, Math::max);
            }
        }));
    }
}
