package io.orrery.lab;

import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): what the last norm and the unembedding make of
 * the residual stream on its way. The norm's statistics are those of the stream there.
 *
 * @param points the stream's names, from before the first layer to the end
 * @param from the first position that was looked at
 * @param cells by point and position, from {@code from} on
 */
public record Lens(List<String> points, int from, List<List<Cell>> cells) {
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
        var cells = new ArrayList<List<Cell>>();
        for (Node point : points.values()) {
            float[][] logits = logits(subject, point, from, to).rows();
            var row = new Cell[to - from];
            subject.workers().share(0, row.length, 30L * logits[0].length, (first, end) -> {
                for (int i = first; i < end; i++) {
                    row[i] = cell(logits[i], a, count);
                }
            });
            cells.add(Arrays.asList(row));
            progress.done(cells.size(), points.size());
        }
        return new Lens(List.copyOf(points.keySet()), from, cells);
    }

    /** The logits at one point of the stream, {@code [to − from, d_vocab]}. */
    static Tensor logits(Subject subject, Node point, int from, int to) {
        var anatomy = subject.anatomy();
        float[][] rows = Arrays.copyOfRange(subject.activations().tensor(point).rows(), from, to);
        var stream = new Tensor(anatomy.stream().layout(subject.graph().sizes(), rows.length), rows, 0);
        return subject.applied(Map.of(anatomy.stream().name(), stream), rows.length)
                .tensor(anatomy.logits());
    }

    /** The logits at all points and positions, in row-major order of {@code [point, pos, d_vocab]}. */
    public static float[] logits(Subject subject) {
        var points = subject.anatomy().points().values();
        int vocabulary = subject.graph().sizes().d_vocab();
        var all = new float[Math.multiplyExact(points.size() * subject.length(), vocabulary)];
        int at = 0;
        for (Node point : points) {
            for (float[] row : logits(subject, point, 0, subject.length()).rows()) {
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
        double sum = 0;
        int rank = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
            rank += logit > logits[a] ? 1 : 0;
        }
        double all = sum;
        return new Cell(
                Arrays.stream(top).boxed().toList(),
                Arrays.stream(top)
                        .mapToObj(token -> Math.exp(logits[token] - largest) / all)
                        .toList(),
                rank,
                Math.exp(logits[a] - largest) / all);
    }

    /** The tokens with the largest logits, in this order; of equal ones the first. */
    static int[] top(float[] logits, int count) {
        var top = new int[Math.min(count, logits.length)];
        int found = 0;
        for (int token = 0; token < logits.length; token++) {
            if (found == top.length && logits[token] <= logits[top[found - 1]]) {
                continue;
            }
            int at = Math.min(found, top.length - 1);
            while (at > 0 && logits[token] > logits[top[at - 1]]) {
                top[at] = top[at - 1];
                at--;
            }
            top[at] = token;
            found = Math.min(found + 1, top.length);
        }
        return top;
    }
}
