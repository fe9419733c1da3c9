package io.orrery.room.activity.text;

import io.orrery.room.state.Part;
import io.orrery.trace.Sampling;

/**
 * How the text of a room goes on.
 *
 * @param sampling how its tokens are chosen
 * @param generating how many are still to come by themselves
 */
public record TextState(Sampling sampling, int generating) {
    public static final Part<TextState> PART = Part.flat("text", TextState.class, new TextState(Sampling.GREEDY, 0));

    TextState withSampling(Sampling next) {
        return new TextState(next, generating);
    }

    TextState withGenerating(int tokens) {
        return new TextState(sampling, tokens);
    }

    /** The text is another one, or is at its end. */
    public TextState stopped() {
        return withGenerating(0);
    }
}
