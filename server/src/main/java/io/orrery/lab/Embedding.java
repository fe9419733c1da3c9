package io.orrery.lab;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The table of token embeddings as a space, by cosine over its full dimension. Word arithmetic is Mikolov et al.'s (2013,
 * arXiv:1301.3781). Immutable.
 */
public final class Embedding {
    private final Tensor table;
    private final int tokens;
    private final int width;
    private final double[] lengths;

    /** @param table {@code [d_vocab, d_model]} */
    Embedding(Tensor table) {
        this.table = table;
        this.tokens = table.layout().size(0);
        this.width = table.layout().size(1);
        this.lengths = lengths();
    }

    private double[] lengths() {
        if (isReadByToken()) {
            return IntStream.range(0, tokens)
                    .mapToDouble(token -> length(vector(token)))
                    .toArray();
        }
        var squares = new double[tokens];
        for (float[] column : table.rows()) {
            for (int token = 0; token < tokens; token++) {
                squares[token] += (double) column[token] * column[token];
            }
        }
        return java.util.Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    /** Whether a token's numbers stand together, as those of a table that is kept as it is stored do. */
    private boolean isReadByToken() {
        return table.layout().isRow(0) || table.stored().isPresent();
    }

    /** A token and how alike it is. @param cosine from −1 to 1; 0 for a vector of zeros, which has no direction */
    public record Near(int token, double cosine) {}

    /** A word that went into a sum, and was left out of its answers. @param rank its place among all tokens, from 1 */
    public record LeftOut(int token, double cosine, int rank) {}

    /** The embedding of a model. */
    public static Embedding of(Graph graph, Weights weights) {
        return new Embedding(table(graph, weights));
    }

    private static Tensor table(Graph graph, Weights weights) {
        Node lookup = graph.nodes().stream()
                .filter(node -> node.has(io.orrery.graph.Trait.looksUp("token")))
                .findFirst()
                .orElseThrow();
        return weights.get(lookup.inputs().get(0));
    }

    /** How alike two tokens of a model are, from −1 to 1; the other tokens are not read. 0 for a vector of zeros. */
    public static double cosine(Graph graph, Weights weights, int first, int second) {
        Tensor table = table(graph, weights);
        float[] one = vector(table, first);
        float[] other = vector(table, second);
        double both = length(one) * length(other);
        return both > 0 ? Attribution.dot(one, other) / both : 0;
    }

    Tensor table() {
        return table;
    }

    /** The number of tokens. */
    public int tokens() {
        return tokens;
    }

    /** The dimension of the space. */
    public int width() {
        return width;
    }

    /** A token's embedding, {@code [d_model]}. */
    public float[] vector(int token) {
        return vector(table, token);
    }

    private static float[] vector(Tensor table, int token) {
        return table.layout().isRow(0) ? table.rows(token, token + 1)[0].clone() : table.column(token);
    }

    /** The mean of all embeddings, {@code [d_model]}. */
    public float[] mean() {
        var sum = new double[width];
        boolean byToken = isReadByToken();
        for (int row = 0; row < (byToken ? tokens : width); row++) {
            float[] values = byToken ? vector(row) : table.rows()[row];
            for (int i = 0; i < values.length; i++) {
                sum[byToken ? i : row] += values[i];
            }
        }
        var mean = new float[width];
        for (int j = 0; j < width; j++) {
            mean[j] = (float) (sum[j] / tokens);
        }
        return mean;
    }

    /**
     * The tokens nearest to one, without itself.
     *
     * @throws OrreryException with {@link LibraryError.TokenOutOfVocabulary}
     */
    public List<Near> nearest(int token, int count) {
        check(token);
        return nearest(vector(token), Set.of(token), count);
    }

    /**
     * The tokens nearest to a sum and difference of words; those that went in are left out. None if nothing is left of the
     * sum.
     *
     * @throws OrreryException with {@link LibraryError.TokenOutOfVocabulary}
     */
    public List<Near> arithmetic(List<Integer> plus, List<Integer> minus, int count) {
        return nearest(sum(plus, minus), used(plus, minus), count);
    }

    /**
     * The words that {@link #arithmetic} leaves out, in the order in which they went in, and which place each would have had.
     *
     * @throws OrreryException with {@link LibraryError.TokenOutOfVocabulary}
     */
    public List<LeftOut> leftOut(List<Integer> plus, List<Integer> minus) {
        double[] cosines = cosines(sum(plus, minus));
        return used(plus, minus).stream()
                .map(token -> new LeftOut(
                        token,
                        cosines[token],
                        1
                                + (int) IntStream.range(0, tokens)
                                        .filter(other -> cosines[other] > cosines[token]
                                                || (cosines[other] == cosines[token] && other < token))
                                        .count()))
                .toList();
    }

    private static Set<Integer> used(List<Integer> plus, List<Integer> minus) {
        var used = new java.util.LinkedHashSet<>(plus);
        used.addAll(minus);
        return used;
    }

    private float[] sum(List<Integer> plus, List<Integer> minus) {
        var sum = new float[width];
        plus.forEach(token -> add(sum, token, 1));
        minus.forEach(token -> add(sum, token, -1));
        return sum;
    }

    private void add(float[] sum, int token, int sign) {
        check(token);
        if (lengths[token] == 0) {
            return;
        }
        float[] vector = vector(token);
        for (int j = 0; j < width; j++) {
            sum[j] += (float) (sign * vector[j] / lengths[token]);
        }
    }

    private List<Near> nearest(float[] to, Set<Integer> but, int count) {
        if (length(to) == 0) {
            return List.of();
        }
        double[] cosines = cosines(to);
        return IntStream.range(0, tokens)
                .filter(token -> !but.contains(token))
                .mapToObj(token -> new Near(token, cosines[token]))
                .sorted(Comparator.comparingDouble(Near::cosine).reversed().thenComparingInt(Near::token))
                .limit(count)
                .toList();
    }

    private double[] cosines(float[] to) {
        double length = length(to);
        double[] cosines = products(to);
        for (int token = 0; token < tokens; token++) {
            double both = length * lengths[token];
            cosines[token] = both > 0 ? cosines[token] / both : 0;
        }
        return cosines;
    }

    private double[] products(float[] by) {
        var products = new double[tokens];
        if (isReadByToken()) {
            for (int token = 0; token < tokens; token++) {
                products[token] = Attribution.dot(vector(token), by);
            }
            return products;
        }
        for (int j = 0; j < width; j++) {
            float[] column = table.rows()[j];
            double factor = by[j];
            for (int token = 0; token < tokens; token++) {
                products[token] += factor * column[token];
            }
        }
        return products;
    }

    private void check(int token) {
        if (token < 0 || token >= tokens) {
            throw new OrreryException(new LibraryError.TokenOutOfVocabulary(token, tokens - 1));
        }
    }

    private static double length(float[] vector) {
        return Math.sqrt(Attribution.dot(vector, vector));
    }
}
