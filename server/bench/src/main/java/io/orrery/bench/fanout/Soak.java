package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Measures whether a server's memory keeps growing in a long run. */
final class Soak {
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    /**
     * A short heartbeat interval for the warm-up. After 127 messages on a connection, Java compiles the method handle
     * through which Jetty dispatches them into a class of about 5 KiB. In a full room this happens within the first
     * minutes; it should be over before memory is measured.
     */
    private static final Duration WARM_UP_BEAT = Duration.ofMillis(400);

    private static final int A_MINUTE = (int) Duration.ofMinutes(1).dividedBy(BETWEEN);

    /** The first and the last of this many equal parts of the time are compared. */
    private static final int PARTS = 5;

    private Soak() {}

    /**
     * Runs for some minutes, after one minute of warm-up. Reports mean resident memory in the first and the last fifth
     * of the time, and in each minute. The minutes distinguish a single jump from steady growth.
     */
    static Map<String, ?> of(int minutes, int attendees, double perSecond, Servers.Running server, HttpClient client)
            throws IOException, InterruptedException {
        List<Double> seen = new ArrayList<>();
        var load = new Load(attendees, perSecond, WARM_UP, WARM_UP_BEAT, Duration.ofMinutes(minutes), false);
        var outcome = load.on(server, client, elapsed -> {
            if (elapsed.compareTo(BETWEEN.multipliedBy(seen.size())) >= 0) {
                seen.add(server.process().rssMib());
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
