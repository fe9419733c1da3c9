package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/**
 * A training that its owner makes one update at a time. After the same number of updates its weights are those
 * of {@link Training} with the same seed. Not for several threads at once.
 */
public final class SteppedTraining {
    private final TrainingTask task;
    private final Schedule schedule;
    private final Random random;
    private final Batch batch;
    private final Map<String, Tensor> parameters;
    private final Weights weights;
    private final Adam adam;
    private int made;

    /**
     * The result of one update.
     *
     * @param number of the update, from 1
     * @param loss the mean loss of its batch before the update, nats
     */
    public record Update(int number, double loss, double learningRate) {}

    /** @param executor its threads share a batch */
    public SteppedTraining(Graph graph, TrainingTask task, long seed, ExecutorService executor) {
        this.task = task;
        this.schedule = task.schedule();
        this.random = new Random(seed);
        this.batch = new Batch(graph, executor);
        this.parameters = task.beginning(graph, random);
        this.weights = Weights.of(graph, parameters);
        this.adam = new Adam(parameters, schedule.decay());
    }

    /**
     * The bytes that a training takes at most: the weights with what Adam remembers of each and, while an update is made, a copy of
     * them, the gradients of each part of the batch and, in each thread, the activations of a text with their gradients.
     *
     * @param text the bytes of the activations of the longest text
     */
    public static long bytes(Graph graph, TrainingTask task, int threads, long text) {
        int copies = 2 + Adam.MOMENTS + Batch.parts(task.schedule().batch());
        return copies * graph.weightBytes() + 2 * threads * text;
    }

    /** The number of updates made so far. */
    public int made() {
        return made;
    }

    /** The number of updates of the whole training. */
    public int updates() {
        return schedule.steps();
    }

    /** Makes the next update. @throws IllegalStateException if the training has ended */
    public Update update() throws InterruptedException {
        double rate = learningRate();
        double loss = next().loss();
        return new Update(made, loss, rate);
    }

    /** Makes the next update, and keeps what it is made of. @throws IllegalStateException if the training has ended */
    public UpdateAnatomy updateInDetail() throws InterruptedException {
        Map<String, Tensor> before = weights();
        double rate = learningRate();
        var gradients = next();
        return UpdateAnatomy.of(new Update(made, gradients.loss(), rate), gradients, before, parameters);
    }

    /** The learning rate of the next update. */
    private double learningRate() {
        return schedule.learningRate(made);
    }

    private Training.BatchGradients next() throws InterruptedException {
        if (made >= updates()) {
            throw new IllegalStateException("the training has ended");
        }
        return Training.update(task, made++, random, batch, weights, adam);
    }

    /** A copy of the present weights, by name. */
    public Map<String, Tensor> weights() {
        return Training.copy(parameters);
    }
}
