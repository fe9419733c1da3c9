package io.orrery.lab;

import io.orrery.graph.Node;
import io.orrery.tensor.Exponentials;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): what the last norm and the unembedding make of
 * the residual stream on its way. The norm's statistics are those of the stream there.
 *
 * @param points the stream's names, from before the first layer to the end
 * @param from the first position that was looked at
 * @param cells by point and position, from {@code from} on
 */
public record Lens(List<String> points, int from, List<List<Cell>> cells) {
    /** Logits that are in memory at once, unless those of one point are more: 256 KiB. */
    private static final int AT_ONCE = 1 << 16;

    /** What looking at a logit costs, in multiplications. */
    private static final long COST = 20;

    public Lens {
        points = List.copyOf(points);
        cells = cells.stream().map(List::copyOf).toList();
    }

    /**
     * What would come next if the model ended here.
     *
     * @param top the most probable tokens, the first first
     * @param p their probabilities
     * @param rankOfA how many tokens are more probable than the target's a
     * @param pOfA its probability
     */
    public record Cell(List<Integer> top, List<Double> p, int rankOfA, double pOfA) {
        public Cell {
            top = List.copyOf(top);
            p = List.copyOf(p);
        }
    }

    /**
     * Looks at every point and the positions [from, to), one point after the other.
     *
     * @param a the token whose rank is told
     * @param count how many of the most probable tokens to list
     */
    public static Lens of(Subject subject, int a, int from, int to, int count, Progress progress) {
        subject.checkPosition(from);
        subject.checkPosition(to - 1);
        subject.checkToken(a);
        var points = subject.anatomy().points();
        int positions = to - from;
        int atOnce = pointsAtOnce(subject, positions);
        var cells = new ArrayList<List<Cell>>();
        for (List<Node> some : inTurns(List.copyOf(points.values()), atOnce)) {
            float[][] logits = logits(subject, some, from, to);
            var row = new Cell[logits.length];
            subject.workers().share(0, row.length, COST * logits[0].length, (first, end) -> {
                for (int i = first; i < end; i++) {
                    row[i] = cell(logits[i], a, count);
                }
            });
            for (int i = 0; i < some.size(); i++) {
                cells.add(Arrays.asList(row).subList(i * positions, (i + 1) * positions));
                progress.done(cells.size(), points.size());
            }
        }
        return new Lens(List.copyOf(points.keySet()), from, cells);
    }

    /** A small vocabulary's products are too short to share between threads: several points are then taken at once. */
    public static int pointsAtOnce(Subject subject, int positions) {
        return Math.max(
                1, AT_ONCE / Math.max(1, positions * subject.graph().sizes().d_vocab()));
    }

    private static List<List<Node>> inTurns(List<Node> points, int atOnce) {
        var turns = new ArrayList<List<Node>>();
        for (int from = 0; from < points.size(); from += atOnce) {
            turns.add(points.subList(from, Math.min(from + atOnce, points.size())));
        }
        return turns;
    }

    /**
     * The logits at some points of the stream, one point after the other, {@code [points · (to − from), d_vocab]}. Those at the
     * end of the stream are the run's own.
     */
    static float[][] logits(Subject subject, List<Node> points, int from, int to) {
        var anatomy = subject.anatomy();
        var inside =
                points.stream().filter(point -> !point.equals(anatomy.stream())).toList();
        float[][] computed = inside.isEmpty() ? new float[0][] : unembedded(subject, inside, from, to);
        if (inside.size() == points.size()) {
            return computed;
        }
        float[][] own = IntStream.range(from, to).mapToObj(subject::logits).toArray(float[][]::new);
        // The end is the last point.
        return Stream.concat(Arrays.stream(computed), Arrays.stream(own)).toArray(float[][]::new);
    }

    private static float[][] unembedded(Subject subject, List<Node> points, int from, int to) {
        var anatomy = subject.anatomy();
        float[][] rows = points.stream()
                .flatMap(point ->
                        Arrays.stream(subject.activations().tensor(point).rows(), from, to))
                .toArray(float[][]::new);
        var stream = new Tensor(anatomy.stream().layout(subject.graph().sizes(), rows.length), rows, 0);
        Map<String, Tensor> known = new HashMap<>(Map.of(anatomy.stream().name(), stream));
        // The last norm reads its own parts more than once.
        for (Node node : anatomy.readout()) {
            known.put(node.name(), subject.applied(known, rows.length).tensor(node));
        }
        return known.get(anatomy.logits().name()).rows();
    }

    /** The logits at all points and positions, in row-major order of {@code [point, pos, d_vocab]}. */
    public static float[] logits(Subject subject) {
        var points = subject.anatomy().points().values();
        int vocabulary = subject.graph().sizes().d_vocab();
        var all = new float[Math.multiplyExact(points.size() * subject.length(), vocabulary)];
        int at = 0;
        for (Node point : points) {
            for (float[] row : logits(subject, List.of(point), 0, subject.length())) {
                System.arraycopy(row, 0, all, at, vocabulary);
                at += vocabulary;
            }
        }
        return all;
    }

    /** The first point from which on a leads at a position to the end; empty if it does not lead at the end. */
    public OptionalInt leadsFrom(int position) {
        int last = points.size();
        while (last > 0 && cells.get(last - 1).get(position - from).rankOfA() == 0) {
            last--;
        }
        return last == points.size() ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** The first point at which a leads at a position. */
    public OptionalInt firstLead(int position) {
        return IntStream.range(0, points.size())
                .filter(point -> cells.get(point).get(position - from).rankOfA() == 0)
                .findFirst();
    }

    private static Cell cell(float[] logits, int a, int count) {
        int[] top = top(logits, count);
        double largest = logits[top[0]];
        double all = Exponentials.sum(logits, largest);
        var tokens = new Integer[top.length];
        var p = new Double[top.length];
        for (int i = 0; i < top.length; i++) {
            tokens[i] = top[i];
            p[i] = Math.exp(logits[top[i]] - largest) / all;
        }
        return new Cell(
                Arrays.asList(tokens), Arrays.asList(p), rank(logits, logits[a]), Math.exp(logits[a] - largest) / all);
    }

    /** How many logits are larger than one. */
    private static int rank(float[] logits, float of) {
        int rank = 0;
        for (float logit : logits) {
            rank += logit > of ? 1 : 0;
        }
        return rank;
    }

    /** The tokens with the largest logits, in this order; of equal ones the first. */
    static int[] top(float[] logits, int count) {
        var top = new int[Math.min(count, logits.length)];
        int found = 0;
        float least = 0;
        for (int token = 0; token < logits.length; token++) {
            if (found == top.length && logits[token] <= least) {
                continue;
            }
            int at = Math.min(found, top.length - 1);
            while (at > 0 && logits[token] > logits[top[at - 1]]) {
                top[at] = top[at - 1];
                at--;
            }
            top[at] = token;
            found = Math.min(found + 1, top.length);
            least = logits[top[found - 1]];
        }
        return top;
    }
}
