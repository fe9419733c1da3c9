package io.orrery.train;

import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a model is trained on, and how well it does it. */
public interface TrainingTask {
    /** How long and how fast it is trained. */
    Schedule schedule();

    /**
     * Changes the initial weights.
     *
     * @param weights by name
     */
    default void begin(Map<String, Tensor> weights) {}

    /**
     * Changes the gradients of a step before they are used.
     *
     * @param step from 0
     * @param gradients by weight name
     */
    default void limit(int step, Map<String, Tensor> gradients) {}

    /**
     * The examples of one step. The batches of all steps are drawn in order from one source of random numbers.
     *
     * @param step from 0
     */
    List<Example> batch(int step, Random random);

    /** How well these weights do the task. Depends on nothing but the weights. */
    Score score(Weights weights, Batch batch) throws InterruptedException;
}
