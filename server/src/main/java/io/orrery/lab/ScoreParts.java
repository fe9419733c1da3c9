package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Node;
import io.orrery.graph.Tangents;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Why a head looks from a query to a key: its score as a sum over pairs of parts of the stream, of which one is in the query
 * and one in the key (Elhage et al. 2021: the QK circuit). Exact, with the norm's divisor held fixed at both places.
 */
public final class ScoreParts {
    private static final String CONSTANT = "constant";

    /** With more parts than this, those of a layer are one group of the map. */
    private static final int ALONE = 16;

    private static final Pattern LAYER = Pattern.compile("blocks\\.(\\d+)\\..*");

    /**
     * Two parts, by their index in {@link #parts}.
     *
     * @param value what they add to the score
     */
    public record Pair(int inQuery, int inKey, double value) {}

    private final double score;
    private final double pattern;
    private final List<String> parts;
    private final double[][] matrix;

    private ScoreParts(double score, double pattern, List<String> parts, double[][] matrix) {
        this.score = score;
        this.pattern = pattern;
        this.parts = List.copyOf(parts);
        this.matrix = matrix;
    }

    /**
     * Takes one score apart.
     *
     * @throws OrreryException with a {@link LabError} if there is no such layer, head or position, or if the query does
     *     not see the key
     */
    public static ScoreParts of(Subject subject, int layer, int head, int query, int key) {
        Attention attention = subject.attention(layer);
        Subject.checkHead(head, attention.heads());
        subject.checkPosition(query);
        subject.checkPosition(key);
        var activations = subject.activations();
        float score = activations.at(attention.scores(), head, query, key);
        if (score == Float.NEGATIVE_INFINITY) {
            throw new OrreryException(new LabError.KeyNotSeen(query, key));
        }
        Node stream = subject.anatomy().writers(layer).stream()
                .filter(writer -> writer.attention().isPresent())
                .findFirst()
                .flatMap(Writer::reads)
                .orElseThrow();
        var parts = subject.parts(stream);
        var names = new ArrayList<>(parts.stream().map(ResidualComponent::name).toList());
        names.add(CONSTANT);
        float[][] queries = vectors(subject, stream, parts, attention.query(), query, head);
        float[][] keys = vectors(subject, stream, parts, attention.key(), key, head / attention.group());
        var matrix = new double[names.size()][names.size()];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                matrix[i][j] = attention.scale() * Attribution.dot(queries[i], keys[j]);
            }
        }
        return new ScoreParts(score, activations.at(attention.pattern(), head, query, key), names, matrix);
    }

    /**
     * The key to which a query gives the largest share of its attention.
     *
     * @throws OrreryException with a {@link LabError} if there is no such layer, head or position
     */
    public static int mostRead(Subject subject, int layer, int head, int query) {
        Attention attention = subject.attention(layer);
        Subject.checkHead(head, attention.heads());
        subject.checkPosition(query);
        int most = 0;
        for (int key = 1; key <= query; key++) {
            if (share(subject, attention, head, query, key) > share(subject, attention, head, query, most)) {
                most = key;
            }
        }
        return most;
    }

    private static float share(Subject subject, Attention attention, int head, int query, int key) {
        return subject.activations().at(attention.pattern(), head, query, key);
    }

    /** What each part makes of a head's query or key at a position, and at the end what no part does. */
    private static float[][] vectors(
            Subject subject, Node stream, List<ResidualComponent> parts, Node vector, int position, int head) {
        Activations activations = subject.activations();
        var vectors = new float[parts.size() + 1][];
        for (int i = 0; i < parts.size(); i++) {
            vectors[i] = slice(
                    subject,
                    through(activations, stream, parts.get(i).at(activations, position), vector, position),
                    vector,
                    head);
        }
        float[] whole = slice(subject, activations.row(vector, position), vector, head);
        float[] ofStream = slice(
                subject,
                through(activations, stream, activations.row(stream, position), vector, position),
                vector,
                head);
        var constant = new float[whole.length];
        for (int j = 0; j < constant.length; j++) {
            constant[j] = whole[j] - ofStream[j];
        }
        vectors[parts.size()] = constant;
        return vectors;
    }

    private static float[] through(Activations activations, Node stream, float[] part, Node to, int position) {
        var change = new Tensor(activations.layout(stream), new float[activations.positions()][], 0);
        change.rows()[position] = part;
        return Tangents.of(activations, stream, change, to, Frozen.DIVISORS, position, position + 1)
                .rows()[position];
    }

    private static float[] slice(Subject subject, float[] row, Node node, int head) {
        int width = row.length / subject.anatomy().heads(node);
        return Arrays.copyOfRange(row, head * width, (head + 1) * width);
    }

    /** The score, as the model computed it. */
    public double score() {
        return score;
    }

    /** The share of its attention that the query gives to the key. */
    public double pattern() {
        return pattern;
    }

    /** The names of the parts; the last, {@code constant}, is what the biases make. */
    public List<String> parts() {
        return parts;
    }

    /** What a pair of parts adds to the score, both by their index in {@link #parts}. */
    public double of(int inQuery, int inKey) {
        return matrix[inQuery][inKey];
    }

    /** The sum over all pairs: the score. */
    public double sum() {
        return Arrays.stream(matrix).flatMapToDouble(java.util.Arrays::stream).sum();
    }

    /** The pairs that add most to the score, or take most from it, the strongest first. */
    public List<Pair> strongest(int count) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                pairs.add(new Pair(i, j, matrix[i][j]));
            }
        }
        pairs.sort(Comparator.comparingDouble((Pair pair) -> Math.abs(pair.value()))
                .reversed());
        return List.copyOf(pairs.subList(0, Math.min(count, pairs.size())));
    }

    /** Each part alone or, of many, those of a layer together: the names of each group's parts, in the machine's order. */
    public List<List<String>> groups() {
        var groups = new LinkedHashMap<String, List<String>>();
        for (String part : parts) {
            groups.computeIfAbsent(group(part), name -> new ArrayList<>()).add(part);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    /** What pairs of groups add to the score, {@code [group of the query, group of the key]}. */
    public List<List<Double>> grouped() {
        var order = new ArrayList<String>();
        for (String part : parts) {
            if (!order.contains(group(part))) {
                order.add(group(part));
            }
        }
        var sums = new double[order.size()][order.size()];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                sums[order.indexOf(group(parts.get(i)))][order.indexOf(group(parts.get(j)))] += matrix[i][j];
            }
        }
        return Arrays.stream(sums)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    private String group(String part) {
        var layer = LAYER.matcher(part);
        return parts.size() > ALONE && layer.matches() ? layer.group(1) : part;
    }
}
