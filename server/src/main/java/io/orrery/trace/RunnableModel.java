package io.orrery.trace;

import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of a model that traces are computed with.
 *
 * @param model the model's content id
 * @param references tells the texts over which means are taken, as tokens; it throws an {@link OrreryException} with
 *     {@link LabError.NoReferences} if there are none that the model can read
 */
public record RunnableModel(String model, Graph graph, Weights weights, Supplier<List<List<Integer>>> references) {
    /** A model without reference texts. */
    public RunnableModel(String model, Graph graph, Weights weights) {
        this(model, graph, weights, () -> {
            throw new OrreryException(new LabError.NoReferences());
        });
    }

    /**
     * Checks that the model can run a text.
     *
     * @throws OrreryException with {@link LibraryError.EmptyText}, {@link LibraryError.TextTooLong} or
     *     {@link LibraryError.TokenOutOfVocabulary} if it cannot
     */
    public void check(List<Integer> tokens) {
        if (tokens.isEmpty()) {
            throw new OrreryException(new LibraryError.EmptyText());
        }
        if (tokens.size() > graph.sizes().n_ctx()) {
            throw new OrreryException(
                    new LibraryError.TextTooLong(tokens.size(), graph.sizes().n_ctx()));
        }
        int vocabulary = graph.sizes().d_vocab();
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw new OrreryException(new LibraryError.TokenOutOfVocabulary(token, vocabulary - 1));
            }
        }
    }
}
