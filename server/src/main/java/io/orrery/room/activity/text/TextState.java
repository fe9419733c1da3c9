package io.orrery.room.activity.text;

import io.orrery.room.state.Part;
import io.orrery.trace.Sampling;

/**
 * How the text of a room is continued.
 *
 * @param sampling how tokens are chosen
 * @param generating the number of tokens still to be generated without a command
 */
public record TextState(Sampling sampling, int generating) {
    public static final Part<TextState> PART = Part.flat("text", TextState.class, new TextState(Sampling.GREEDY, 0));

    TextState withSampling(Sampling next) {
        return new TextState(next, generating);
    }

    TextState withGenerating(int tokens) {
        return new TextState(sampling, tokens);
    }

    /** Stops the generation. */
    public TextState stopped() {
        return withGenerating(0);
    }
}
