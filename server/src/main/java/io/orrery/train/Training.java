package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains the sorting model: batches of random examples, linear warm-up and cosine decay of the learning rate to 0,
 * gradients clipped to norm 1. Keeps the best weights: those that sort the most inputs, and among equals those with the
 * smallest loss.
 */
public final class Training {
    private static final int BATCH = 64;
    private static final int WARM_UP = 50;
    private static final int SCORE_EVERY = 100;
    private static final double LEARNING_RATE = 1e-3;
    private static final double DECAY = 0.1;
    private static final double LARGEST_GRADIENT_NORM = 1;

    /** Steps after which the weights are saved for display; densest where the model learns fastest. */
    private static final List<Integer> CHECKPOINTS = List.of(0, 25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 800);

    private final Graph graph;
    private final long seed;
    private final int threads;
    private final int steps;

    /**
     * A training run that has not started.
     *
     * @param graph the model's graph, with an untied unembedding
     * @param seed the same seed gives the same weights on the same JDK and processor
     * @param threads number of threads; does not affect the result
     * @param steps number of batches to train on
     */
    public Training(Graph graph, long seed, int threads, int steps) {
        this.graph = graph;
        this.seed = seed;
        this.threads = threads;
        this.steps = steps;
    }

    /**
     * Progress of a training run.
     *
     * @param step steps completed
     * @param steps steps in total
     * @param loss moving average of the batch loss, in nats
     * @param right inputs sorted correctly at the last evaluation
     * @param inputs inputs in total
     */
    public record Progress(int step, int steps, double loss, int right, int inputs) {}

    /** The weights by name, after the given step. */
    public record Checkpoint(int step, Map<String, Tensor> weights) {}

    /** The best weights, how many of all inputs they sort, their mean loss in nats, and the intermediate weights. */
    public record Result(Checkpoint best, int right, int inputs, double loss, List<Checkpoint> intermediate) {}

    /**
     * Runs all steps and returns the result.
     *
     * @param progress called after every step
     */
    public Result run(Consumer<Progress> progress) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            return run(new Batch(graph, executor), progress);
        } finally {
            executor.shutdownNow();
        }
    }

    private Result run(Batch batch, Consumer<Progress> progress) throws InterruptedException {
        var random = new Random(seed);
        var parameters = InitialWeights.of(graph, random);
        var weights = Weights.of(graph, parameters);
        var adam = new Adam(parameters, DECAY);
        var all = SortingData.all();
        var intermediate = new ArrayList<Checkpoint>();
        var score = batch.score(weights, all);
        var bestScore = score;
        var best = new Checkpoint(0, copy(parameters));
        double recentLoss = score.loss();
        for (int step = 0; step <= steps; step++) {
            if (CHECKPOINTS.contains(step)) {
                intermediate.add(new Checkpoint(step, copy(parameters)));
            }
            if (step % SCORE_EVERY == 0 && step > 0) {
                score = batch.score(weights, all);
                if (isBetter(score, bestScore)) {
                    bestScore = score;
                    best = new Checkpoint(step, copy(parameters));
                }
            }
            progress.accept(new Progress(step, steps, recentLoss, score.right(), all.size()));
            if (step < steps) {
                var examples = Stream.generate(() -> SortingData.random(random))
                        .limit(BATCH)
                        .toList();
                var sums = batch.gradients(weights, examples);
                adam.step(sums.gradients(), clippingFactor(sums.gradients()), learningRate(step));
                recentLoss += 0.1 * (sums.loss() / BATCH - recentLoss);
            }
        }
        return new Result(best, bestScore.right(), all.size(), bestScore.loss(), List.copyOf(intermediate));
    }

    private static boolean isBetter(Batch.Score score, Batch.Score than) {
        return score.right() > than.right() || (score.right() == than.right() && score.loss() < than.loss());
    }

    private double learningRate(int step) {
        if (step < WARM_UP) {
            return LEARNING_RATE * (step + 1) / WARM_UP;
        }
        double done = (double) (step - WARM_UP) / (steps - WARM_UP);
        return LEARNING_RATE * 0.5 * (1 + Math.cos(Math.PI * done));
    }

    /** The factor that turns a sum over the batch into its mean, clipped to {@link #LARGEST_GRADIENT_NORM}. */
    private static double clippingFactor(Map<String, Tensor> sums) {
        double squares = 0;
        for (var name : sums.keySet().stream().sorted().toList()) {
            for (float[] row : sums.get(name).rows()) {
                for (float value : row) {
                    squares += (double) value * value;
                }
            }
        }
        double norm = Math.sqrt(squares) / BATCH;
        return Math.min(1, LARGEST_GRADIENT_NORM / norm) / BATCH;
    }

    private static Map<String, Tensor> copy(Map<String, Tensor> parameters) {
        var copies = new HashMap<String, Tensor>();
        parameters.forEach((name, tensor) -> {
            var copy = Tensor.zeros(tensor.layout());
            for (int r = 0; r < copy.rows().length; r++) {
                System.arraycopy(tensor.rows()[r], 0, copy.rows()[r], 0, copy.rows()[r].length);
            }
            copies.put(name, copy);
        });
        return copies;
    }
}
