package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.lab.Embedding;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Facts about the model, whatever the text. */
final class ModelFacts {
    static final Map<String, Function<FactReading, Fact>> TABLE = Map.of(
            "size",
            ModelFacts::size,
            "update",
            in -> ofTraining(in, FactContext.Beside::update),
            "updates",
            in -> ofTraining(in, FactContext.Beside::updates),
            "cosine",
            ModelFacts::cosine);

    /** Sizes of a model, by words for people who do not know their usual names. */
    private static final Map<String, ToLongFunction<Graph>> SIZES = Map.of(
            "layers", graph -> graph.sizes().n_layers(),
            "heads", graph -> graph.sizes().n_heads(),
            "stream", graph -> graph.sizes().d_model(),
            "head", graph -> graph.sizes().d_head(),
            "hidden", graph -> graph.sizes().d_mlp(),
            "vocabulary", graph -> graph.sizes().d_vocab(),
            "context", graph -> graph.sizes().n_ctx(),
            "parameters", Graph::parameters);

    private ModelFacts() {}

    private static Fact size(FactReading in) {
        var size = SIZES.get(in.words().unquoted());
        if (size == null) {
            throw in.words().expected("size");
        }
        in.words().next("size");
        return in.count(shown -> size.applyAsLong(shown.model().graph()));
    }

    private static Fact ofTraining(FactReading in, Function<FactContext.Beside, OptionalInt> number) {
        in.needs().ability(Needs.Ability.TRAINING);
        return in.count(shown ->
                number.apply(shown.beside()).orElseThrow(() -> new OrreryException(new FactError.NoTrainingKnown())));
    }

    private static Fact cosine(FactReading in) {
        var first = in.token();
        var second = in.token();
        return in.number(shown -> Embedding.cosine(
                shown.model().graph(), shown.model().weights(), first.applyAsInt(shown), second.applyAsInt(shown)));
    }
}
