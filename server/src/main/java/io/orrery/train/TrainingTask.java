package io.orrery.train;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What a model is trained on, and how well it does it. */
public interface TrainingTask {
    /** How long and how fast it is trained. */
    Schedule schedule();

    /**
     * The weights before the first step, by name: random ones, unless the task knows better.
     *
     * @param random the random ones come from it; as many numbers are drawn in any case
     */
    default Map<String, Tensor> beginning(Graph graph, Random random) {
        return InitialWeights.of(graph, schedule().initialDeviation(), random);
    }

    /**
     * The examples of one step. The batches of all steps are drawn in order from one source of random numbers.
     *
     * @param step from 0
     */
    List<Example> batch(int step, Random random);

    /**
     * A text with what should follow each of its positions; by default its own next token.
     *
     * @return empty if nothing should follow any
     */
    default Optional<Example> asExample(int... text) {
        return text.length < 2 ? Optional.empty() : Optional.of(Example.of(text, CrossEntropy.nextTokens(text)));
    }

    /** How well these weights do the task. Depends on nothing but the weights. */
    Score score(Weights weights, Batch batch) throws InterruptedException;
}
