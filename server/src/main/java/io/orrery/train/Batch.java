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
 * Computes with many texts. They are split into chunks of a fixed size; the sums within a chunk and over the chunks are
 * taken in a fixed order. The result is therefore the same, bit for bit, for any number of threads.
 */
public final class Batch {
    private static final int CHUNK = 8;

    private final Graph graph;
    private final Node logits;
    private final ExecutorService executor;
    private final Workers alone = new Workers(1);

    /** @param executor its threads share the chunks */
    public Batch(Graph graph, ExecutorService executor) {
        this.graph = graph;
        this.logits = graph.node("logits").orElseThrow();
        this.executor = executor;
    }

    /** The number of chunks of so many texts; each has its gradients in memory until all are added up. */
    public static int parts(int texts) {
        return (texts + CHUNK - 1) / CHUNK;
    }

    /** Sums over all examples: the losses, and the gradients by weight name. */
    record Sums(double loss, Map<String, Tensor> gradients) {}

    Sums gradients(Weights weights, List<Example> examples) throws InterruptedException {
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

    /** The results of the chunks, in their order. */
    public <E, T> List<T> inChunks(List<E> items, Function<List<E>, T> work) throws InterruptedException {
        var tasks = IntStream.range(0, parts(items.size()))
                .mapToObj(i -> (Callable<T>) () ->
                        work.apply(items.subList(i * CHUNK, Math.min(items.size(), (i + 1) * CHUNK))))
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

    /** The activations of a text. */
    public Activations activations(Weights weights, int... tokens) {
        return Activations.compute(graph, weights, new Run(tokens, alone));
    }

    /** The logits of a text, {@code [pos, d_vocab]}. */
    public Tensor logits(Weights weights, int... tokens) {
        return activations(weights, tokens).tensor(logits);
    }

    private Sums chunkGradients(Weights weights, List<Example> chunk) {
        var sums = new HashMap<String, Tensor>();
        graph.learned().forEach(node -> sums.put(node.name(), Tensor.zeros(node.layout(graph.sizes(), 0))));
        double loss = 0;
        for (var example : chunk) {
            var activations = activations(weights, example.tokens());
            var output = activations.tensor(logits);
            var byLogits = Tensor.zeros(output.layout());
            loss += CrossEntropy.lossAndGradient(output, example.targets(), example.weights(), byLogits);
            Gradients.of(activations, logits, byLogits, sums);
        }
        return new Sums(loss, sums);
    }

    private static void add(Tensor part, Tensor sum) {
        for (int r = 0; r < sum.rows().length; r++) {
            Kernels.addScaled(1, part.rows()[r], sum.rows()[r], 0, sum.rows()[r].length);
        }
    }
}
