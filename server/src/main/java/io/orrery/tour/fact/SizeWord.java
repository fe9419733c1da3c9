package io.orrery.tour.fact;

import io.orrery.graph.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A size of a model, by a word for people who do not know its usual name. */
public enum SizeWord {
    LAYERS(graph -> graph.sizes().n_layers()),
    HEADS(graph -> graph.sizes().n_heads()),
    STREAM(graph -> graph.sizes().d_model()),
    HEAD(graph -> graph.sizes().d_head()),
    HIDDEN(graph -> graph.sizes().d_mlp()),
    VOCABULARY(graph -> graph.sizes().d_vocab()),
    CONTEXT(graph -> graph.sizes().n_ctx()),
    PARAMETERS(Graph::parameters);

    private final ToLongFunction<Graph> size;

    SizeWord(ToLongFunction<Graph> size) {
        this.size = size;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    long of(Graph graph) {
        return size.applyAsLong(graph);
    }

    static Optional<SizeWord> find(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SizeWord::word).toList();
    }
}
