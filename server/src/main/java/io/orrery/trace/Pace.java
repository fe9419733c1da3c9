package io.orrery.trace;

/** How long a model takes for one position, learned from the traces that were computed. Thread-safe. */
final class Pace {
    /** The guess before the first trace: two operations per parameter, at a rate that any two cores reach. */
    private static final double OPERATIONS_PER_NANO = 10;

    /** The weight of the newest trace in the mean. */
    private static final double NEWEST = 0.3;

    private double nanosPerPosition;

    Pace(long parameters) {
        nanosPerPosition = 2 * parameters / OPERATIONS_PER_NANO;
    }

    /** @param nanos the time that these positions took, without the time that the trace waited for its turns */
    synchronized void learn(int positions, long nanos) {
        if (positions > 0) {
            nanosPerPosition += NEWEST * ((double) nanos / positions - nanosPerPosition);
        }
    }

    synchronized long nanos(int positions) {
        return (long) (nanosPerPosition * positions);
    }
}
