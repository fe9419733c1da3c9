package io.orrery.train;

import java.util.List;

/**
 * How long and how fast a model is trained: linear warm-up, then cosine decay of the learning rate, which can end in a
 * linear decay to 0.
 *
 * @param steps number of batches
 * @param batch examples per batch
 * @param initialDeviation of the initial weights
 * @param warmUp steps until the learning rate has its full size
 * @param learningRate its full size
 * @param zeroAfter the step at which the cosine would reach 0; at least {@code steps}
 * @param coolDown for so many steps at the end, the rate also decays linearly; 0 if the cosine is enough
 * @param decay the fraction of a matrix that is subtracted per step, per unit of learning rate
 * @param scoreEvery the model is scored, and the state of the training saved, each time after this many steps
 * @param checkpoints the steps after which the weights are saved for display
 */
public record Schedule(
        int steps,
        int batch,
        Deviation initialDeviation,
        int warmUp,
        double learningRate,
        int zeroAfter,
        int coolDown,
        double decay,
        int scoreEvery,
        List<Integer> checkpoints) {
    /**
     * Standard deviations of the normal distributions that the initial weights are drawn from.
     *
     * @param embeddings of the tables that tokens and positions are looked up in
     * @param others of all other matrices
     */
    public record Deviation(double embeddings, double others) {}

    public Schedule {
        checkpoints = List.copyOf(checkpoints);
    }

    /** The learning rate of a step, which counts from 0. */
    double learningRate(int step) {
        if (step < warmUp) {
            return learningRate * (step + 1) / warmUp;
        }
        double done = (double) (step - warmUp) / (zeroAfter - warmUp);
        double cosine = learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
        int left = steps - step;
        return left < coolDown ? cosine * left / coolDown : cosine;
    }
}
