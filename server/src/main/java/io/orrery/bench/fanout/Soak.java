package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Whether a server that goes on for long holds more and more memory. */
final class Soak {
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    /**
     * Pages speak as often as this while steps come fast. When a connection has brought 127 messages, Java makes the handle
     * by which Jetty passes them on a class of its own, about 5 KiB: a full room holds that after its first minutes, and it
     * belongs into the warm-up.
     */
    private static final Duration WARM_UP_BEAT = Duration.ofMillis(400);

    private static final int A_MINUTE = (int) Duration.ofMinutes(1).dividedBy(BETWEEN);

    /** What is compared: this part of the time at its beginning, and at its end. */
    private static final int PARTS = 5;

    private Soak() {}

    /**
     * The mean memory in the first and in the last fifth of so many minutes, after one to warm up, and in each minute: what
     * takes a step and stays is not what goes on growing.
     */
    static Map<String, ?> of(int minutes, int attendees, double perSecond, Servers.Running server, HttpClient client)
            throws IOException, InterruptedException {
        List<Double> seen = new ArrayList<>();
        var load = new Load(attendees, perSecond, WARM_UP, WARM_UP_BEAT, Duration.ofMinutes(minutes));
        var outcome = load.on(server, client, elapsed -> {
            if (elapsed.compareTo(BETWEEN.multipliedBy(seen.size())) >= 0) {
                seen.add(server.child().rssMib());
            }
        });
        int part = Math.max(1, seen.size() / PARTS);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("minutes", minutes);
        figures.put("superseded", outcome.superseded());
        figures.put("firstRssMiB", mean(seen.subList(0, part)));
        figures.put("lastRssMiB", mean(seen.subList(seen.size() - part, seen.size())));
        figures.put(
                "rssMiB",
                IntStream.range(0, minutes)
                        .mapToObj(minute -> mean(minute(seen, minute)))
                        .toList());
        return figures;
    }

    private static List<Double> minute(List<Double> seen, int minute) {
        return seen.subList(Math.min(seen.size(), minute * A_MINUTE), Math.min(seen.size(), (minute + 1) * A_MINUTE));
    }

    private static long mean(List<Double> values) {
        return Math.round(
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }
}
