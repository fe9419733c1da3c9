package io.orrery.train;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.file.ElementType;
import io.orrery.tensor.Tensor;
import java.io.IOException;
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

    /**
     * The weights on the way of an earlier training, if the first weights of this one are its last: they are what the model was before.
     *
     * @param seed of this training
     */
    default Earlier earlier(Graph graph, long seed) throws IOException {
        return Earlier.NONE;
    }

    /**
     * An earlier training.
     *
     * @param steps it made
     * @param checkpoints its weights before the last step, as weights of this model; ascending
     */
    record Earlier(int steps, List<Training.Checkpoint> checkpoints) {
        static final Earlier NONE = new Earlier(0, List.of());

        public Earlier {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    /** How the weights on the way are stored: as F32, or rounded to F16, which takes half the room. */
    default ElementType stored() {
        return ElementType.F32;
    }

    /** How well these weights do the task. Depends on nothing but the weights. */
    Score score(Weights weights, Batch batch) throws InterruptedException;
}
