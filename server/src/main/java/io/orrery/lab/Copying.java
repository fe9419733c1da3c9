package io.orrery.lab;

import io.orrery.graph.Activations;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How much a head copies what it reads (Elhage et al. 2021; Wang et al. 2022, arXiv:2211.00593): the share of tokens t that
 * are among the five highest logits of LN_final(OV(LN_1(W_E[t]))) · W_U. The values' biases belong to OV, the bias of attention
 * does not; both norms have the statistics of what they read.
 */
public final class Copying {
    /** The most tokens that are tried. */
    public static final int MOST = 1000;

    private static final int HIGHEST = 5;

    /** Tokens at a time, so that their logits take little memory. */
    public static final int PIECE = 64;

    private Copying() {}

    /**
     * The share of each head.
     *
     * @param count how many tokens to try, at most {@link #MOST}; all if the vocabulary is smaller
     * @param seed the same seed tries the same tokens
     * @return by layer and head
     */
    public static List<List<Double>> of(Subject subject, int count, long seed, Progress progress) {
        int[] tokens = sample(subject.graph().sizes().d_vocab(), Math.min(count, MOST), seed);
        var embedding = Embedding.of(subject.graph(), subject.weights());
        float[][] read = Arrays.stream(tokens).mapToObj(embedding::vector).toArray(float[][]::new);
        var layers = new ArrayList<List<Double>>();
        for (int layer = 0; layer < subject.anatomy().layers(); layer++) {
            var heads = new ArrayList<Double>();
            for (Writer writer : subject.anatomy().writers(layer)) {
                if (writer.attention().isPresent()) {
                    float[][] results = results(subject, writer, read);
                    int all = writer.attention().get().heads();
                    for (int head = 0; head < all; head++) {
                        var part = new ResidualComponent(
                                "", writer.attention().get().result(), OptionalInt.of(head), writer);
                        heads.add(share(
                                subject,
                                tokens,
                                Arrays.stream(results).map(part::of).toArray(float[][]::new)));
                    }
                }
            }
            layers.add(List.copyOf(heads));
            progress.done(layer + 1, subject.anatomy().layers());
        }
        return List.copyOf(layers);
    }

    /** What every head would write if it read only the token at its own row. */
    private static float[][] results(Subject subject, Writer writer, float[][] read) {
        Attention attention = writer.attention().orElseThrow();
        var sizes = subject.graph().sizes();
        var stream = writer.reads().orElseThrow();
        float[][] values = subject.applied(
                        Map.of(stream.name(), new Tensor(stream.layout(sizes, read.length), read, 0)), read.length)
                .tensor(attention.value())
                .rows();
        var z = Tensor.zeros(attention.z().layout(sizes, read.length));
        int width = sizes.d_head();
        for (int i = 0; i < values.length; i++) {
            for (int head = 0; head < attention.heads(); head++) {
                System.arraycopy(values[i], head / attention.group() * width, z.rows()[i], head * width, width);
            }
        }
        return subject.applied(Map.of(attention.z().name(), z), read.length)
                .tensor(attention.result())
                .rows();
    }

    private static double share(Subject subject, int[] tokens, float[][] written) {
        var stream = subject.anatomy().stream();
        int copied = 0;
        for (int from = 0; from < written.length; from += PIECE) {
            float[][] piece = Arrays.copyOfRange(written, from, Math.min(from + PIECE, written.length));
            var tensor = new Tensor(stream.layout(subject.graph().sizes(), piece.length), piece, 0);
            Activations run = subject.applied(Map.of(stream.name(), tensor), piece.length);
            float[][] logits = run.tensor(subject.anatomy().logits()).rows();
            for (int i = 0; i < piece.length; i++) {
                copied += rank(logits[i], tokens[from + i]) < HIGHEST ? 1 : 0;
            }
        }
        return (double) copied / written.length;
    }

    private static long rank(float[] logits, int token) {
        return IntStream.range(0, logits.length)
                .filter(other -> logits[other] > logits[token])
                .count();
    }

    private static int[] sample(int vocabulary, int count, long seed) {
        if (count >= vocabulary) {
            return IntStream.range(0, vocabulary).toArray();
        }
        return new Random(seed)
                .ints(0, vocabulary)
                .distinct()
                .limit(count)
                .sorted()
                .toArray();
    }
}
