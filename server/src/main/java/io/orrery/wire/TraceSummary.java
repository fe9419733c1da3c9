package io.orrery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A trace without its tensors: what a page needs to list and label it.
 *
 * @param id the trace's content address
 * @param model the model's content id
 * @param tokens the token ids, one per position
 * @param text the text of each token
 * @param promptLength how many of the tokens belong to the prompt; the rest was generated
 * @param nCtx the model's context length, in positions
 * @param next the most probable tokens after the last position, most probable first, at most 20; empty if they are withheld
 * @param ended whether the last token is an end-of-text token of this model
 * @param changes what is changed while the model runs, as in {@code orrery why change --set}, in the order in which it is done
 * @param unchanged the id of the trace of the same text without changes; empty if nothing is changed
 * @param rival what the most probable token is compared with where nobody has chosen; empty if it is withheld
 * @param visits the layers that a walk visits, in order, from 0; empty if it visits all
 */
public record TraceSummary(
        String id,
        String model,
        List<Integer> tokens,
        List<String> text,
        int promptLength,
        int nCtx,
        List<Next> next,
        boolean ended,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> changes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String unchanged,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Next> rival,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> visits) {
    public TraceSummary {
        tokens = List.copyOf(tokens);
        text = List.copyOf(text);
        next = List.copyOf(next);
        // What is absent is left out of the JSON.
        changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
        unchanged = Objects.requireNonNullElse(unchanged, "");
        rival = Objects.requireNonNullElse(rival, Optional.empty());
        visits = List.copyOf(Objects.requireNonNullElse(visits, List.of()));
    }

    /** The same trace with another prompt length. */
    public TraceSummary withPromptLength(int length) {
        return new TraceSummary(id, model, tokens, text, length, nCtx, next, ended, changes, unchanged, rival, visits);
    }

    /** The recipe of the trace of the same text with another model; the rest is that of this one. */
    public TraceSummary withModel(String other) {
        return new TraceSummary(
                id, other, tokens, text, promptLength, nCtx, next, ended, changes, unchanged, rival, visits);
    }

    /** The same trace without the most probable next tokens. */
    public TraceSummary withoutNext() {
        return new TraceSummary(
                id,
                model,
                tokens,
                text,
                promptLength,
                nCtx,
                List.of(),
                ended,
                changes,
                unchanged,
                Optional.empty(),
                visits);
    }

    /**
     * The same trace, walked as another one: a change of the model in the middle of a walk does not lead it elsewhere.
     *
     * @param before a trace that has visits; where its text or its model is another, this trace keeps its own
     */
    public TraceSummary walkedAs(TraceSummary before) {
        return before.visits.isEmpty() || !model.equals(before.model) || !tokens.equals(before.tokens)
                ? this
                : new TraceSummary(
                        id,
                        model,
                        tokens,
                        text,
                        promptLength,
                        nCtx,
                        next,
                        ended,
                        changes,
                        unchanged,
                        rival,
                        before.visits);
    }

    /** The number of positions shared with a shorter trace, if this trace extends it; otherwise 0. */
    public int sharedWith(TraceSummary shorter) {
        int length = shorter.tokens.size();
        boolean grew = tokens.size() > length
                && model.equals(shorter.model)
                && changes.equals(shorter.changes)
                && tokens.subList(0, length).equals(shorter.tokens);
        return grew ? length : 0;
    }

    /** A candidate for the next token, and its probability. */
    public record Next(int token, String text, float p) {}
}
