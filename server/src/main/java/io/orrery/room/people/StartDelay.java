package io.orrery.room.people;

import java.util.Arrays;

/** The delay until a change starts: long enough for it to reach nearly everyone, so that all screens move together. */
public final class StartDelay {
    public static final double LEAST_MS = 50;
    public static final double MOST_MS = 250;

    /** While no round-trip time is known. */
    public static final double UNKNOWN_MS = 100;

    /** For encoding, sending to a full room, and waiting for the browser's next animation frame. */
    public static final double MARGIN_MS = 30;

    private static final double SHARE = 0.9;

    private StartDelay() {}

    /**
     * The delay that is enough for 90% of the connections, ms.
     *
     * @param roundTrips round-trip times, ms
     */
    static double of(double... roundTrips) {
        if (roundTrips.length == 0) {
            return UNKNOWN_MS;
        }
        double[] sorted = roundTrips.clone();
        Arrays.sort(sorted);
        double roundTrip = sorted[(int) Math.ceil(SHARE * sorted.length) - 1];
        return Math.max(LEAST_MS, Math.min(MOST_MS, roundTrip / 2 + MARGIN_MS));
    }
}
