package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A visitor begins one training after another; then as many visitors begin one each. Their addresses are told by the header of a
 * trusted proxy, which loopback must be for this attack.
 */
record ManyTrainings() implements Attack {
    private static final int BEGUN = 905;
    private static final int BYTE = 256;

    @Override
    public String name() {
        return "manyTrainings";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        return Map.of(
                "oneAddress",
                begun(site, any -> "198.18.255.1"),
                "manyAddresses",
                begun(site, visitor -> "198.18." + visitor / BYTE + "." + visitor % BYTE));
    }

    private static Map<String, ?> begun(Site site, IntFunction<String> address)
            throws IOException, InterruptedException {
        String model = site.model().get("id").textValue();
        var answers = new CountedAnswers();
        for (int i = 0; i < BEGUN; i++) {
            var request = site.post("/api/training", Map.of("do", "begin", "model", model, "seed", i))
                    .header("X-Forwarded-For", address.apply(i))
                    .build();
            answers.count(Integer.toString(site.client()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode()));
        }
        return answers.figures();
    }
}
