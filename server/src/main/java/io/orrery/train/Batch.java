package io.orrery.train;

import io.orrery.graph.Activations;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Gradients;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Weights;
import io.orrery.tensor.Kernels;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Computes loss and gradients over many examples. Examples are split into chunks of a fixed size; the sums within a
 * chunk and over the chunks are taken in a fixed order. The result is therefore the same, bit for bit, for any number
 * of threads.
 */
final class Batch {
    private static final int CHUNK = 8;

    private final Graph graph;
    private final Node logits;
    private final ExecutorService executor;
    private final Workers alone = new Workers(1);

    Batch(Graph graph, ExecutorService executor) {
        this.graph = graph;
        this.logits = graph.node("logits").orElseThrow();
        this.executor = executor;
    }

    /** Sums over all examples: the losses, and the gradients by weight name. */
    record Sums(double loss, Map<String, Tensor> gradients) {}

    Sums gradients(Weights weights, List<SortingData.Example> examples) throws InterruptedException {
        var chunks = inChunks(examples, chunk -> chunkGradients(weights, chunk));
        var total = chunks.get(0);
        double loss = total.loss();
        for (var chunk : chunks.subList(1, chunks.size())) {
            loss += chunk.loss();
            chunk.gradients()
                    .forEach((name, tensor) -> add(tensor, total.gradients().get(name)));
        }
        return new Sums(loss, total.gradients());
    }

    /** How many examples greedy decoding sorts correctly, and the mean loss in nats. */
    record Score(int right, double loss) {}

    Score score(Weights weights, List<SortingData.Example> examples) throws InterruptedException {
        int right = 0;
        double loss = 0;
        for (var chunk : inChunks(examples, chunk -> chunkScore(weights, chunk))) {
            right += chunk.right();
            loss += chunk.loss();
        }
        return new Score(right, loss / examples.size());
    }

    private <T> List<T> inChunks(List<SortingData.Example> examples, Function<List<SortingData.Example>, T> work)
            throws InterruptedException {
        int chunks = (examples.size() + CHUNK - 1) / CHUNK;
        var tasks = IntStream.range(0, chunks)
                .mapToObj(i -> (Callable<T>) () ->
                        work.apply(examples.subList(i * CHUNK, Math.min(examples.size(), (i + 1) * CHUNK))))
                .toList();
        var results = new ArrayList<T>();
        for (var result : executor.invokeAll(tasks)) {
            try {
                results.add(result.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }

    private Sums chunkGradients(Weights weights, List<SortingData.Example> chunk) {
        var sums = new HashMap<String, Tensor>();
        graph.weights().forEach(node -> sums.put(node.name(), Tensor.zeros(node.layout(graph.sizes(), 0))));
        double loss = 0;
        for (var example : chunk) {
            var activations = Activations.compute(graph, weights, new Run(example.tokens(), alone));
            var output = activations.tensor(logits);
            var byLogits = Tensor.zeros(output.layout());
            loss += CrossEntropy.lossAndGradient(output, example.targets(), byLogits);
            Gradients.of(activations, logits, byLogits, sums);
        }
        return new Sums(loss, sums);
    }

    /**
     * One pass with the correct letters as input (teacher forcing) is enough to judge greedy decoding: if every
     * prediction is correct, greedy decoding would have produced the same text.
     */
    private Score chunkScore(Weights weights, List<SortingData.Example> chunk) {
        int right = 0;
        double loss = 0;
        for (var example : chunk) {
            var activations = Activations.compute(graph, weights, new Run(example.tokens(), alone));
            var output = activations.tensor(logits);
            loss += CrossEntropy.lossAndGradient(output, example.targets(), Tensor.zeros(output.layout()));
            right += allRight(output, example.targets()) ? 1 : 0;
        }
        return new Score(right, loss);
    }

    private static boolean allRight(Tensor output, int[] targets) {
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == CrossEntropy.IGNORED) {
                continue;
            }
            float[] row = output.rows()[i];
            for (int token = 0; token < row.length; token++) {
                if (token != targets[i] && row[token] >= row[targets[i]]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void add(Tensor part, Tensor sum) {
        for (int r = 0; r < sum.rows().length; r++) {
            Kernels.addScaled(1, part.rows()[r], sum.rows()[r], 0, sum.rows()[r].length);
        }
    }
}
