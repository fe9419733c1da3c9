package io.orrery.trace;

/**
 * How long a model takes for one position, learned from the traces that were computed. Thread-safe.
 *
 * <p>Underestimates on purpose: a late answer is reported later, but a wrong refusal costs the visitor a second try.
 */
final class Pace {
    /** The guess before the first traces: two operations per parameter, at a rate that any two cores reach. */
    private static final double OPERATIONS_PER_NANO = 10;

    /** The weight of the newest trace in the mean, if it was faster, and if it was slower. */
    private static final double FASTER = 0.5;

    private static final double SLOWER = 0.2;

    private double nanosPerPosition;
    private boolean isWarm;

    Pace(long parameters) {
        nanosPerPosition = 2 * parameters / OPERATIONS_PER_NANO;
    }

    /**
     * Learns from a trace. The first one is not counted: Java compiles the engine meanwhile.
     *
     * @param nanos the time that these positions took, without the time that the trace waited for its turns
     */
    synchronized void learn(int positions, long nanos) {
        if (isWarm && positions > 0) {
            double difference = (double) nanos / positions - nanosPerPosition;
            nanosPerPosition += (difference < 0 ? FASTER : SLOWER) * difference;
        }
        isWarm = true;
    }

    synchronized long nanos(int positions) {
        return (long) (nanosPerPosition * positions);
    }
}
