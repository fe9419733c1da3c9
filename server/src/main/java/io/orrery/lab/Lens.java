package io.orrery.lab;

import io.orrery.graph.Node;
import io.orrery.tensor.SoftmaxSums;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The logit lens (nostalgebraist 2020, "interpreting GPT: the logit lens"): what the last norm and the unembedding make of
 * the residual stream on its way. The norm's statistics are those of the stream there. Immutable.
 */
public final class Lens {
    /**
     * An unembedding of at most this many weights (256 KiB) stays in a processor's cache, so each thread may read all of
     * it.
     */
    private static final int SMALL = 1 << 16;

    /** Exponentials that are computed together, unless those of one row are more: 32 KiB with the logits that they are of. */
    public static final int AT_ONCE = 1 << 11;

    /** What looking at a logit costs, in multiplications. */
    private static final long COST = 20;

    /** For work that is divided between threads already. Has no thread of its own. */
    private static final Workers ALONE = new Workers(1);

    private final Subject subject;
    private final Target target;
    private final List<String> names;
    private final List<Node> points;
    private final int from;
    private final int to;
    private final int count;

    /** The most probable tokens, the first first, {@code [point, position, count]}. */
    private final int[] top;

    /** Their probabilities, {@code [point, position, count]}. */
    private final double[] p;

    /** How many tokens are more probable than the target's a at its position, {@code [point]}. */
    private final int[] rankOfA;

    /** The probability of a there, {@code [point]}. */
    private final double[] pOfA;

    private Lens(Subject subject, Target target, int from, int to, int count) {
        this.subject = subject;
        this.target = target;
        var named = subject.anatomy().points();
        this.names = List.copyOf(named.keySet());
        this.points = List.copyOf(named.values());
        this.from = from;
        this.to = to;
        this.count = Math.min(count, subject.graph().sizes().d_vocab());
        int cells = points.size() * (to - from);
        this.top = new int[Math.multiplyExact(cells, this.count)];
        this.p = new double[top.length];
        this.rankOfA = new int[points.size()];
        this.pOfA = new double[points.size()];
    }

    /**
     * Looks at every point and the positions [from, to).
     *
     * @param target whose a is ranked at its position
     * @param count how many of the most probable tokens to list
     */
    public static Lens of(Subject subject, Target target, int from, int to, int count, Progress progress) {
        subject.checkPosition(from);
        subject.checkPosition(to - 1);
        var lens = new Lens(subject, target, from, to, count);
        if (isSmall(subject)) {
            lens.lookByPosition(progress);
        } else {
            lens.lookByPoint(progress);
        }
        return lens;
    }

    /** Whether the products are divided between threads by position, and not by token. */
    private static boolean isSmall(Subject subject) {
        var sizes = subject.graph().sizes();
        return (long) sizes.d_model() * sizes.d_vocab() <= SMALL;
    }

    /** Each thread looks at all points, at some of the positions. */
    private void lookByPosition(Progress progress) {
        var sizes = subject.graph().sizes();
        long cost = (sizes.d_model() + COST) * sizes.d_vocab() * points.size();
        subject.workers().share(from, to, cost, (first, end) -> {
            var readout = new Readout(subject, ALONE);
            var sums = sums(end - first);
            for (int point = 0; point < points.size(); point++) {
                look(point, readout.logits(points.get(point), first, end), first, end, sums);
            }
        });
        for (int point = 1; point <= points.size(); point++) {
            progress.done(point, points.size());
        }
    }

    /** One point after the other, with a product that all threads share. */
    private void lookByPoint(Progress progress) {
        var readout = new Readout(subject, subject.workers());
        long cost = COST * vocabulary();
        for (int i = 0; i < points.size(); i++) {
            int point = i;
            float[][] logits = readout.logits(points.get(point), from, to);
            subject.workers().share(from, to, cost, (first, end) -> look(point, logits, first, end, sums(end - first)));
            progress.done(point + 1, points.size());
        }
    }

    /**
     * Looks at one point and the positions [first, end).
     *
     * @param logits by position
     * @param sums for the denominators of some rows at a time
     */
    private void look(int point, float[][] logits, int first, int end, SoftmaxSums sums) {
        for (int start = first; start < end; start += sums.rows()) {
            int rows = Math.min(sums.rows(), end - start);
            for (int i = 0; i < rows; i++) {
                int cell = cell(point, start + i);
                top[cell] = sums.put(i, logits[start + i]);
                if (count > 1) {
                    findTop(logits[start + i], cell);
                }
            }
            sums.exponentiate(rows);
            for (int i = 0; i < rows; i++) {
                weigh(point, start + i, logits[start + i], sums.sum(i));
            }
        }
    }

    private void weigh(int point, int position, float[] row, double all) {
        int cell = cell(point, position);
        double largest = row[top[cell]];
        p[cell] = 1 / all;
        for (int k = cell + 1; k < cell + count; k++) {
            p[k] = Math.exp(row[top[k]] - largest) / all;
        }
        if (position == target.position()) {
            float logit = row[target.a()];
            rankOfA[point] = rank(row, logit);
            pOfA[point] = Math.exp(logit - largest) / all;
        }
    }

    /** Room for so many rows, or for as many as are computed together. */
    private SoftmaxSums sums(int rows) {
        return new SoftmaxSums(Math.max(1, Math.min(rows, AT_ONCE / vocabulary())), vocabulary());
    }

    private int vocabulary() {
        return subject.graph().sizes().d_vocab();
    }

    private int cell(int point, int position) {
        return (point * (to - from) + position - from) * count;
    }

    /** How many logits are larger than one. */
    private static int rank(float[] logits, float of) {
        int rank = 0;
        for (float logit : logits) {
            rank += logit > of ? 1 : 0;
        }
        return rank;
    }

    /** Lists the tokens with the largest logits, in this order, from a cell on; of equal ones the first. */
    private void findTop(float[] logits, int cell) {
        int last = cell + count - 1;
        for (int token = 0; token < count; token++) {
            insert(token, logits, cell, cell + token);
        }
        float least = logits[top[last]];
        for (int token = count; token < logits.length; token++) {
            if (logits[token] > least) {
                insert(token, logits, cell, last);
                least = logits[top[last]];
            }
        }
    }

    /** Puts a token at an index of the list, or as far before it as it belongs. */
    private void insert(int token, float[] logits, int cell, int index) {
        int at = index;
        while (at > cell && logits[token] > logits[top[at - 1]]) {
            top[at] = top[at - 1];
            at--;
        }
        top[at] = token;
    }

    /** The logits at all points and positions, in row-major order of {@code [point, pos, d_vocab]}. */
    public static float[] logits(Subject subject) {
        return Readout.all(subject);
    }

    /** The stream's names, from before the first layer to the end. */
    public List<String> points() {
        return names;
    }

    /** The first position that was looked at. */
    public int from() {
        return from;
    }

    /** The position after the last one. */
    public int to() {
        return to;
    }

    /** How many of the most probable tokens are listed. */
    public int count() {
        return count;
    }

    /**
     * The tokens that would most probably come next if the model ended here, the first first.
     *
     * @param position one that was looked at
     */
    public List<Integer> top(int point, int position) {
        int cell = cell(point, position);
        return Arrays.stream(top, cell, cell + count).boxed().toList();
    }

    /** The probabilities of these tokens. */
    public List<Double> p(int point, int position) {
        int cell = cell(point, position);
        return Arrays.stream(p, cell, cell + count).boxed().toList();
    }

    /** Whether the target's position was looked at. */
    public boolean hasTarget() {
        return from <= target.position() && target.position() < to;
    }

    /** How many tokens are more probable than the target's a at its position, by point. */
    public List<Integer> rankOfA() {
        return Arrays.stream(rankOfA).boxed().toList();
    }

    /** The probability of a at the target's position, by point. */
    public List<Double> pOfA() {
        return Arrays.stream(pOfA).boxed().toList();
    }

    /** The first point from which on a leads at the target's position to the end; empty if it does not lead at the end. */
    public OptionalInt leadsFrom() {
        int last = rankOfA.length;
        while (last > 0 && rankOfA[last - 1] == 0) {
            last--;
        }
        return last == rankOfA.length ? OptionalInt.empty() : OptionalInt.of(last);
    }
}
