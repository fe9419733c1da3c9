package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Continues a text token by token. The activations of the text so far are what the next token needs, so each token costs
 * one position.
 *
 * @param sampling chooses each token
 * @param last tokens after which the text is over
 */
public record Continuation(Sampling sampling, Set<Integer> last) {
    public Continuation {
        last = Set.copyOf(last);
    }

    /**
     * The tokens that follow a text: as many as asked for, or fewer where the text is over.
     *
     * @param each is told of every token as it comes
     * @throws OrreryException with a {@link LibraryError} when the model cannot run the text, or has no room for so many
     *     more tokens
     */
    public List<Integer> of(RunnableModel source, List<Integer> text, int tokens, Workers workers, IntConsumer each) {
        source.check(text);
        // The last token that is chosen need not be read again.
        int context = source.graph().sizes().n_ctx();
        if (tokens - 1 > context - text.size()) {
            throw new OrreryException(
                    new LibraryError.NoRoomForTokens(text.size(), context, context - text.size() + 1, tokens));
        }
        var logits = source.graph().node("logits").orElseThrow();
        var all = new ArrayList<>(text);
        var activations = Activations.none(source.graph(), source.weights(), new Run(new int[0], workers));
        while (all.size() < text.size() + tokens) {
            activations = activations.grow(all.stream().mapToInt(token -> token).toArray());
            int next = sampling.next(activations.tensor(logits).rows()[all.size() - 1], all.size());
            all.add(next);
            each.accept(next);
            if (last.contains(next)) {
                break;
            }
        }
        return List.copyOf(all.subList(text.size(), all.size()));
    }
}
