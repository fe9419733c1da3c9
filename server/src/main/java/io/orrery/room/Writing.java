package io.orrery.room;

import io.orrery.trace.Sampling;
import io.orrery.wire.TraceSummary;
import java.util.Optional;

/**
 * How the text of a room goes on.
 *
 * @param sampling how its tokens are chosen
 * @param generating how many are still to come by themselves
 * @param second the same tokens by a model that is compared
 */
record Writing(Sampling sampling, int generating, Optional<TraceSummary> second) {
    static final Writing FIRST = new Writing(Sampling.GREEDY, 0, Optional.empty());

    Writing withSampling(Sampling next) {
        return new Writing(next, generating, second);
    }

    Writing withGenerating(int tokens) {
        return new Writing(sampling, tokens, second);
    }

    Writing withSecond(Optional<TraceSummary> trace) {
        return new Writing(sampling, generating, trace);
    }

    /** The text is another one, or is at its end. */
    Writing stopped() {
        return withGenerating(0);
    }
}
