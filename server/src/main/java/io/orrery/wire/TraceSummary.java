package io.orrery.wire;

import java.util.List;

/**
 * A trace as people speak of it.
 *
 * @param id content address
 * @param model the model's content id
 * @param tokens the tokens, one per position
 * @param text each token's text
 * @param promptLength how many of the tokens a person gave; the rest was generated
 * @param nCtx how many positions the model has
 * @param next the most probable next tokens after the last position, largest first, at most 20
 * @param ended whether the last token ends the text for this model
 */
public record TraceSummary(
        String id,
        String model,
        List<Integer> tokens,
        List<String> text,
        int promptLength,
        int nCtx,
        List<Next> next,
        boolean ended) {
    public TraceSummary {
        tokens = List.copyOf(tokens);
        text = List.copyOf(text);
        next = List.copyOf(next);
    }

    /** The same trace, of which a person gave so many tokens. */
    public TraceSummary withPromptLength(int length) {
        return new TraceSummary(id, model, tokens, text, length, nCtx, next, ended);
    }

    /** How many positions of a trace that this one grew from; 0 if it did not grow from it. */
    public int sharedWith(TraceSummary shorter) {
        int length = shorter.tokens.size();
        boolean grew = tokens.size() > length
                && model.equals(shorter.model)
                && tokens.subList(0, length).equals(shorter.tokens);
        return grew ? length : 0;
    }

    /** A token that may come next. */
    public record Next(int token, String text, float p) {}
}
