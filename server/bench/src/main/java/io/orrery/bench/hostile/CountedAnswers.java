package io.orrery.bench.hostile;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts answers by status, and keeps the longest time until one came. */
final class CountedAnswers {
    private static final double NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, AtomicInteger> byStatus = new TreeMap<>();
    private final AtomicLong longest = new AtomicLong();

    /** Counts the answer when it comes. A request without an answer is counted as {@code none}. */
    CompletableFuture<Void> count(CompletableFuture<? extends HttpResponse<?>> answer) {
        long sent = System.nanoTime();
        return answer.handle((response, failure) -> {
            longest.accumulateAndGet(System.nanoTime() - sent, Math::max);
            count(failure == null ? Integer.toString(response.statusCode()) : "none");
            return null;
        });
    }

    synchronized void count(String status) {
        byStatus.computeIfAbsent(status, any -> new AtomicInteger()).incrementAndGet();
    }

    synchronized Map<String, ?> figures() {
        var statuses = new TreeMap<String, Integer>();
        byStatus.forEach((status, count) -> statuses.put(status, count.get()));
        return Map.of("answers", statuses, "longestMs", Math.round(longest.get() / NANOS_PER_MS));
    }
}
