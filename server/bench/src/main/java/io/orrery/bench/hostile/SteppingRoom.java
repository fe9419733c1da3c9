package io.orrery.bench.hostile;

import io.orrery.bench.fanout.Audience;
import io.orrery.bench.fanout.Driver;
import io.orrery.bench.fanout.Latencies;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A room of attendees whose presenter steps on while something else happens. */
public record SteppingRoom(Site site, int attendees) {
    /** Steps that GPT-2 and Llama have. */
    static final List<String> STEPS = List.of("embed", "blocks.0.attn.qkv", "blocks.0.attn.scores");

    static final long INTERVAL_MS = 200;
    static final int WARM_UP = 30;
    private static final double P99 = 0.99;

    /** Something that happens while the room steps. */
    public interface Meanwhile {
        Map<String, ?> happen() throws IOException, InterruptedException;
    }

    /** Steps until the given thing is over; returns its figures and the steps' latencies. */
    public Map<String, ?> during(Meanwhile meanwhile) throws IOException, InterruptedException {
        try (var audience = Audience.join(site.room(), attendees);
                var driver = Driver.join(site.client(), site.room(), 1, STEPS)) {
            for (int i = 0; i < WARM_UP; i++) {
                driver.move(audience::sending);
            }
            audience.countFrom(driver.seq() + 1);
            var happening = CompletableFuture.<Map<String, ?>>supplyAsync(() -> figures(meanwhile));
            while (!happening.isDone()) {
                driver.move(audience::sending);
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MS);
            }
            var figures = new LinkedHashMap<String, Object>(result(happening));
            figures.put("steps", figures(audience.counts()));
            return figures;
        }
    }

    private static Map<String, ?> figures(Meanwhile meanwhile) {
        try {
            return meanwhile.happen();
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static Map<String, ?> result(CompletableFuture<Map<String, ?>> happening) throws IOException {
        try {
            return happening.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    static Map<String, ?> figures(Latencies latencies) {
        return Map.of(
                "frames", latencies.count(),
                "p50Ms", latencies.quantile(0.5),
                "p99Ms", latencies.quantile(P99),
                "mostMs", latencies.most());
    }
}
