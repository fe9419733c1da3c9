package io.orrery.bench.hostile;

import io.orrery.web.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Random and mutated requests to every route, one after another. */
record Fuzzing() implements Attack {
    private static final long SEED = 7;
    private static final int MOST_SHOWN = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "httpFuzz";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        var address = new InetSocketAddress(
                site.room().socket().getHost(), site.room().socket().getPort());
        String model = site.model().get("model").textValue();
        var known = List.of(model, "embed.W_E", "logits", "start", "ABC234");
        HttpFuzz.Outcome outcome = new HttpFuzz(address, Routes.ALL, known, SEED, PATIENCE).run(time);
        List<String> surprises = outcome.surprises();
        return Map.of(
                "requests",
                outcome.requests(),
                "statuses",
                outcome.statuses(),
                "surprises",
                surprises.size(),
                "shown",
                surprises.subList(0, Math.min(MOST_SHOWN, surprises.size())));
    }
}
