package io.orrery.room.people;

import java.util.List;

/** How far ahead a change begins: far enough to have reached nearly everyone by then, so that screens move together. */
public final class StartDelay {
    public static final double LEAST_MS = 50;
    public static final double MOST_MS = 250;

    /** While nobody's line is known. */
    public static final double UNKNOWN_MS = 100;

    /** Encoding, sending to a full room, and the wait for the browser's next picture. */
    public static final double MARGIN_MS = 30;

    private static final double SHARE = 0.9;

    private StartDelay() {}

    /** The delay that 90% of these lines need, ms, given their round trips in ms. */
    static double of(List<Double> roundTrips) {
        if (roundTrips.isEmpty()) {
            return UNKNOWN_MS;
        }
        List<Double> sorted = roundTrips.stream().sorted().toList();
        double roundTrip = sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1);
        return Math.max(LEAST_MS, Math.min(MOST_MS, roundTrip / 2 + MARGIN_MS));
    }
}
