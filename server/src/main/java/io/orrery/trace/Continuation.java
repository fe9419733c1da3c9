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
 * Continues a text token by token. The activations of earlier positions are reused, so each token costs one position.
 *
 * @param sampling chooses each token
 * @param last the end-of-text tokens
 */
public record Continuation(Sampling sampling, Set<Integer> last) {
    public Continuation {
        last = Set.copyOf(last);
    }

    /**
     * Generates the tokens that follow a text: {@code tokens} of them, or fewer if the text ends.
     *
     * @param each receives each token when it is chosen
     * @throws OrreryException with a {@link LibraryError} if the model cannot run the text, or if so many more tokens
     *     do not fit its context
     */
    public List<Integer> of(RunnableModel model, List<Integer> text, int tokens, Workers workers, IntConsumer each) {
        model.check(text);
        // The last generated token is not read by the model.
        int context = model.graph().sizes().n_ctx();
        if (tokens - 1 > context - text.size()) {
            throw new OrreryException(
                    new LibraryError.NoRoomForTokens(text.size(), context, context - text.size() + 1, tokens));
        }
        var logits = model.graph().node("logits").orElseThrow();
        var all = new ArrayList<>(text);
        var activations = Activations.none(model.graph(), model.weights(), new Run(new int[0], workers));
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
