package io.orrery.room;

import java.util.List;

/** How far ahead a change begins, so that it has reached nearly everyone by then and screens move together. */
final class StartDelay {
    static final double LEAST_MS = 50;
    static final double MOST_MS = 250;

    /** While nobody's line is known. */
    static final double UNKNOWN_MS = 100;

    /** Encoding, sending to a full room, and the wait for the browser's next picture. */
    static final double MARGIN_MS = 30;

    private static final double SHARE = 0.9;

    private StartDelay() {}

    /** What 90% of these lines need, given their round trips in ms. */
    static double of(List<Double> roundTrips) {
        if (roundTrips.isEmpty()) {
            return UNKNOWN_MS;
        }
        List<Double> sorted = roundTrips.stream().sorted().toList();
        double roundTrip = sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1);
        return Math.max(LEAST_MS, Math.min(MOST_MS, roundTrip / 2 + MARGIN_MS));
    }
}
