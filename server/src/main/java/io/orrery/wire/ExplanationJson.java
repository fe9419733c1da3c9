package io.orrery.wire;

import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How a cell was computed, as JSON: the formula's kind, and every input cell with its value. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** Most terms of a sum that are listed; the rest is added up. More than a row of any model on display has. */
    static final int MOST_TERMS = 4096;

    /**
     * Most inputs of a softmax that are listed; the rest is added up. A softmax over a vocabulary has tens of thousands, most
     * of them negligible.
     */
    static final int MOST_COMPARED = 256;

    /**
     * The explanation of a cell.
     *
     * @param cell the cell that is explained
     * @param read the value of any cell of the trace or of its model's weights
     */
    public static Map<String, Object> of(Cell cell, Explanation explanation, ToDoubleFunction<Cell> read) {
        var json = new LinkedHashMap<>(cell(cell, read));
        json.putAll(arithmetic(explanation, read));
        return json;
    }

    private static Map<String, Object> arithmetic(Explanation explanation, ToDoubleFunction<Cell> read) {
        var json = new LinkedHashMap<String, Object>();
        if (explanation instanceof Explanation.Sum sum) {
            json.put("kind", "sum");
            json.put("scale", sum.scale());
            putTerms(json, sum, read);
        } else if (explanation instanceof Explanation.NormedSum normed) {
            json.put("kind", "normedSum");
            json.put("scale", cell(normed.scale(), read));
            json.put("weight", cell(normed.weight(), read));
            json.put("about", normed.about());
            putTerms(json, normed.sum(), read);
        } else if (explanation instanceof Explanation.Softmax softmax) {
            json.put("kind", "softmax");
            json.put("of", cell(softmax.of(), read));
            putOver(json, softmax, read);
        } else if (explanation instanceof Explanation.Deviation deviation) {
            json.put("kind", "deviation");
            json.put("over", cells(deviation.over(), read));
            json.put("mean", cell(deviation.mean(), read));
            json.put("epsilon", deviation.epsilon());
        } else if (explanation instanceof Explanation.Normalized normalized) {
            json.put("kind", "normalized");
            json.put("x", cell(normalized.x(), read));
            json.put("mean", cell(normalized.mean(), read));
            json.put("scale", cell(normalized.scale(), read));
        } else if (explanation instanceof Explanation.Activation activation) {
            json.put("kind", "activation");
            json.put("form", activation.form().word());
            json.put("x", cell(activation.x(), read));
        } else if (explanation instanceof Explanation.RootMeanSquare rms) {
            json.put("kind", "rms");
            json.put("over", cells(rms.over(), read));
            json.put("epsilon", rms.epsilon());
        } else if (explanation instanceof Explanation.Quotient quotient) {
            json.put("kind", "quotient");
            json.put("x", cell(quotient.x(), read));
            json.put("scale", cell(quotient.scale(), read));
        } else if (explanation instanceof Explanation.Rotation rotation) {
            json.put("kind", "rotation");
            json.put("x", cell(rotation.x(), read));
            json.put("other", cell(rotation.other(), read));
            json.put("angle", rotation.angle());
        } else if (explanation instanceof Explanation.Ranked ranked) {
            json.put("kind", "ranked");
            json.put("over", cells(ranked.over(), read));
            json.put("rank", ranked.rank());
        } else if (explanation instanceof Explanation.Share share) {
            json.put("kind", "share");
            json.put("of", cell(share.of(), read));
            json.put("taken", cells(share.taken(), read));
            json.put("shared", share.shared());
        } else if (explanation instanceof Explanation.Masked masked) {
            json.put("kind", "masked");
            json.put("query", masked.query());
            json.put("key", masked.key());
            masked.window().ifPresent(positions -> json.put("window", positions));
        } else if (explanation instanceof Explanation.Learned) {
            json.put("kind", "learned");
        }
        return json;
    }

    private static void putTerms(Map<String, Object> json, Explanation.Sum sum, ToDoubleFunction<Cell> read) {
        double[] values =
                sum.terms().stream().mapToDouble(term -> term.value(read)).toArray();
        boolean[] kept = largest(values.length, MOST_TERMS, i -> Math.abs(values[i]));
        json.put(
                "terms",
                indices(kept, true)
                        .mapToObj(i -> cells(sum.terms().get(i).factors(), read))
                        .toList());
        putRest(json, kept, i -> values[i]);
    }

    private static void putOver(Map<String, Object> json, Explanation.Softmax softmax, ToDoubleFunction<Cell> read) {
        double[] values = softmax.over().stream().mapToDouble(read).toArray();
        double greatest = DoubleStream.of(values).max().orElse(0);
        boolean[] kept = largest(values.length, MOST_COMPARED, i -> values[i]);
        json.put(
                "over",
                indices(kept, true)
                        .mapToObj(i -> cell(softmax.over().get(i), read))
                        .toList());
        putRest(json, kept, i -> Math.exp(values[i] - greatest));
    }

    /** Selects the {@code most} members of greatest size. */
    private static boolean[] largest(int count, int most, IntToDoubleFunction size) {
        var kept = new boolean[count];
        if (count <= most) {
            Arrays.fill(kept, true);
            return kept;
        }
        IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -size.applyAsDouble(i)))
                .limit(most)
                .forEach(i -> kept[i] = true);
        return kept;
    }

    private static IntStream indices(boolean[] kept, boolean which) {
        return IntStream.range(0, kept.length).filter(i -> kept[i] == which);
    }

    private static void putRest(Map<String, Object> json, boolean[] kept, IntToDoubleFunction value) {
        long count = indices(kept, false).count();
        if (count > 0) {
            json.put(
                    "rest",
                    Map.of(
                            "count",
                            count,
                            "sum",
                            indices(kept, false).mapToDouble(value).sum()));
        }
    }

    private static List<Map<String, Object>> cells(List<Cell> cells, ToDoubleFunction<Cell> read) {
        return cells.stream().map(cell -> cell(cell, read)).toList();
    }

    /** A cell with its value; {@code null} for −∞ and {@code "Infinity"} for ∞, which JSON has no numbers for. */
    private static Map<String, Object> cell(Cell cell, ToDoubleFunction<Cell> read) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", cell.node());
        json.put("cell", cell.index());
        double value = read.applyAsDouble(cell);
        Object written = value == Double.POSITIVE_INFINITY ? "Infinity" : null;
        json.put("value", Double.isFinite(value) ? (Object) (float) value : written);
        return json;
    }
}
