package io.orrery.bench.slow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A thread-safe collection of durations, in ms. */
final class Durations {
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;

    private final List<Double> all = new ArrayList<>();

    synchronized void add(double ms) {
        all.add(ms);
    }

    synchronized int count() {
        return all.size();
    }

    /** {@code medianMs}, {@code p90Ms} and {@code maxMs}, rounded to whole ms; empty if there are no durations. */
    synchronized Map<String, Long> figures() {
        var figures = new LinkedHashMap<String, Long>();
        if (!all.isEmpty()) {
            List<Double> sorted = all.stream().sorted().toList();
            figures.put("medianMs", Math.round(quantile(sorted, MEDIAN)));
            figures.put("p90Ms", Math.round(quantile(sorted, MOST)));
            figures.put("maxMs", Math.round(quantile(sorted, 1)));
        }
        return figures;
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }
}
