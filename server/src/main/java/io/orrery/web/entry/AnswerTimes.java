package io.orrery.web.entry;

import java.util.Optional;

/** How long a client has taken for an answer so far. Times are in ms. Thread-safe for one writer of parts. */
final class AnswerTimes {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** When the first part was begun. */
    private volatile double since = NEVER;

    /** When the part that is being written was begun; infinite while none is. */
    private volatile double partSince = NEVER;

    private volatile boolean isEndless;

    /** The answer goes on as long as the client takes its parts. */
    void last() {
        isEndless = true;
    }

    /** A part is being written. */
    void beginPart(double now) {
        if (since == NEVER) {
            since = now;
        }
        partSince = now;
    }

    /** The client has taken the part. */
    void endPart() {
        partSince = NEVER;
    }

    /** Why the client is to be cut off, if it is too slow. */
    Optional<HttpMetrics.CutOff> late(double now) {
        if (now - partSince >= HttpLimits.STALLED_ANSWER.toMillis()) {
            return Optional.of(HttpMetrics.CutOff.STALLED);
        }
        return !isEndless && now - since >= HttpLimits.ANSWER.toMillis()
                ? Optional.of(HttpMetrics.CutOff.SLOW)
                : Optional.empty();
    }
}
