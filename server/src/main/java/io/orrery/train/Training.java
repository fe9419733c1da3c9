package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains a model on a task with AdamW; gradients are clipped to norm 1. Keeps the best weights, as the task's score says.
 */
public final class Training {
    private static final double LARGEST_GRADIENT_NORM = 1;

    /** How much a new batch counts in the moving average of the loss. */
    private static final double RECENT = 0.1;

    private final Graph graph;
    private final TrainingTask task;
    private final Schedule schedule;
    private final long seed;
    private final int threads;

    /**
     * A training run that has not started.
     *
     * @param graph the model's graph, with an untied unembedding
     * @param seed the same seed gives the same weights on the same JDK and processor
     * @param threads number of threads; does not affect the result
     */
    public Training(Graph graph, TrainingTask task, long seed, int threads) {
        this.graph = graph;
        this.task = task;
        this.schedule = task.schedule();
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * Progress of a training run.
     *
     * @param step steps completed
     * @param steps steps in total
     * @param loss moving average of the batch loss, in nats
     * @param score the last score
     */
    public record Progress(int step, int steps, double loss, Score score) {}

    /** The weights by name, after the given step. */
    public record Checkpoint(int step, Map<String, Tensor> weights) {}

    /** The best weights, their score, and the intermediate weights. */
    public record Result(Checkpoint best, Score score, List<Checkpoint> intermediate) {
        /** The same result with the steps counted from the first one of an earlier training. */
        Result after(TrainingTask.Earlier earlier) {
            return new Result(
                    later(best, earlier.steps()),
                    score,
                    Stream.concat(
                                    earlier.checkpoints().stream(),
                                    intermediate.stream().map(each -> later(each, earlier.steps())))
                            .toList());
        }

        private static Checkpoint later(Checkpoint checkpoint, int steps) {
            return new Checkpoint(steps + checkpoint.step(), checkpoint.weights());
        }
    }

    /**
     * Runs all steps and returns the result.
     *
     * @param progress called after every step
     */
    public Result run(Consumer<Progress> progress) throws IOException, InterruptedException {
        return run(Optional.empty(), false, progress);
    }

    /**
     * Runs all steps, saving the state of the training each time that the model is scored.
     *
     * @param saves the file of the state
     * @param resume whether to go on from the saved state instead of the beginning; the result is the same
     * @param progress called after every step
     */
    public Result run(Path saves, boolean resume, Consumer<Progress> progress)
            throws IOException, InterruptedException {
        return run(Optional.of(saves), resume, progress);
    }

    private Result run(Optional<Path> saves, boolean resume, Consumer<Progress> progress)
            throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            var batch = new Batch(graph, executor);
            var random = new Random(seed);
            var begin = beginning(random, batch);
            if (resume) {
                begin = SavedTraining.read(saves.orElseThrow(), graph, seed, schedule.steps());
                // The batches of the steps that were made are drawn again, which leaves the random numbers as they
                // were.
                for (int step = 0; step < begin.step(); step++) {
                    task.batch(step, random);
                }
            }
            return run(batch, random, begin, saves, progress);
        } finally {
            executor.shutdownNow();
        }
    }

    private SavedTraining beginning(Random random, Batch batch) throws InterruptedException {
        var parameters = task.beginning(graph, random);
        double loss = task.score(Weights.of(graph, parameters), batch).loss();
        var best = new Checkpoint(0, copy(parameters));
        return new SavedTraining(
                0, loss, parameters, new Adam(parameters, schedule.decay()).moments(), best, List.of());
    }

    private Result run(
            Batch batch, Random random, SavedTraining begin, Optional<Path> saves, Consumer<Progress> progress)
            throws IOException, InterruptedException {
        var parameters = begin.parameters();
        var weights = Weights.of(graph, parameters);
        var adam = new Adam(parameters, schedule.decay(), begin.moments(), begin.step());
        var intermediate = new ArrayList<>(begin.intermediate());
        var best = begin.best();
        var bestScore = task.score(Weights.of(graph, best.weights()), batch);
        var score = bestScore;
        double recentLoss = begin.recentLoss();
        int steps = schedule.steps();
        for (int step = begin.step(); step <= steps; step++) {
            if (schedule.checkpoints().contains(step) && !hasCheckpoint(intermediate, step)) {
                intermediate.add(new Checkpoint(step, copy(parameters)));
            }
            if (step % schedule.scoreEvery() == 0 && step > begin.step()) {
                score = task.score(weights, batch);
                if (score.isBetterThan(bestScore)) {
                    bestScore = score;
                    best = new Checkpoint(step, copy(parameters));
                }
                if (saves.isPresent()) {
                    new SavedTraining(step, recentLoss, parameters, adam.moments(), best, intermediate)
                            .write(saves.get(), graph, seed, steps);
                }
            }
            progress.accept(new Progress(step, steps, recentLoss, score));
            if (step < steps) {
                double loss = update(task, step, random, batch, weights, adam).loss();
                recentLoss += RECENT * (loss - recentLoss);
            }
        }
        return new Result(best, bestScore, List.copyOf(intermediate));
    }

    private static boolean hasCheckpoint(List<Checkpoint> checkpoints, int step) {
        return checkpoints.stream().anyMatch(saved -> saved.step() == step);
    }

    /**
     * What a batch says about the weights.
     *
     * @param texts in the batch
     * @param loss their mean loss before the update, nats
     * @param sums the gradients of their losses, added up, by weight name
     * @param norm the norm of the mean gradient, over all weights
     */
    record BatchGradients(int texts, double loss, Map<String, Tensor> sums, double norm) {
        /** The factor of the mean gradient: 1, unless its norm is above {@link #LARGEST_GRADIENT_NORM}. */
        double clipping() {
            return Math.min(1, LARGEST_GRADIENT_NORM / norm);
        }
    }

    /**
     * Makes one update of the weights: the gradients of a batch, clipped, and a step of Adam.
     *
     * @param step the number of updates before it
     */
    static BatchGradients update(TrainingTask task, int step, Random random, Batch batch, Weights weights, Adam adam)
            throws InterruptedException {
        var examples = task.batch(step, random);
        int texts = examples.size();
        var sums = batch.gradients(weights, examples);
        var gradients =
                new BatchGradients(texts, sums.loss() / texts, sums.gradients(), norm(sums.gradients()) / texts);
        adam.step(
                sums.gradients(), gradients.clipping() / texts, task.schedule().learningRate(step));
        return gradients;
    }

    private static double norm(Map<String, Tensor> sums) {
        double squares = 0;
        for (var name : sums.keySet().stream().sorted().toList()) {
            for (float[] row : sums.get(name).rows()) {
                for (float value : row) {
                    squares += (double) value * value;
                }
            }
        }
        return Math.sqrt(squares);
    }

    static Map<String, Tensor> copy(Map<String, Tensor> parameters) {
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
