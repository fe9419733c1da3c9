package io.orrery.wire;

import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

    /** @param read the value of a cell @param write how a cell is written */
    private record Cells(ToDoubleFunction<Cell> read, Function<Cell, ?> write) {
        Object cell(Cell cell) {
            return write.apply(cell);
        }

        List<?> all(List<Cell> cells) {
            var written = new ArrayList<Object>(cells.size());
            cells.forEach(each -> written.add(cell(each)));
            return written;
        }
    }

    /**
     * The explanation of a cell.
     *
     * @param cell the cell that is explained
     * @param read the value of any cell of the trace or of its model's weights
     */
    public static Map<String, Object> of(Cell cell, Explanation explanation, ToDoubleFunction<Cell> read) {
        var json = new LinkedHashMap<>(cell(cell, read));
        json.putAll(arithmetic(explanation, new Cells(read, each -> cell(each, read))));
        return json;
    }

    /** The members of an explanation, without those of the cell that is explained; in the place of each input is its {@link Cell}, and all values are 0. */
    public static Map<String, Object> form(Explanation explanation) {
        return arithmetic(explanation, new Cells(each -> 0, each -> each));
    }

    private static Map<String, Object> arithmetic(Explanation explanation, Cells cells) {
        var json = new LinkedHashMap<String, Object>();
        if (explanation instanceof Explanation.Sum sum) {
            json.put("kind", "sum");
            json.put("scale", sum.scale());
            putTerms(json, sum, cells);
        } else if (explanation instanceof Explanation.NormedSum normed) {
            json.put("kind", "normedSum");
            json.put("scale", cells.cell(normed.scale()));
            json.put("weight", cells.cell(normed.weight()));
            json.put("about", normed.about());
            putTerms(json, normed.sum(), cells);
        } else if (explanation instanceof Explanation.Softmax softmax) {
            json.put("kind", "softmax");
            json.put("of", cells.cell(softmax.of()));
            putOver(json, softmax, cells);
        } else if (explanation instanceof Explanation.Deviation deviation) {
            json.put("kind", "deviation");
            json.put("over", cells.all(deviation.over()));
            json.put("mean", cells.cell(deviation.mean()));
            json.put("epsilon", deviation.epsilon());
        } else if (explanation instanceof Explanation.Normalized normalized) {
            json.put("kind", "normalized");
            json.put("x", cells.cell(normalized.x()));
            json.put("mean", cells.cell(normalized.mean()));
            json.put("scale", cells.cell(normalized.scale()));
        } else if (explanation instanceof Explanation.Activation activation) {
            json.put("kind", "activation");
            json.put("form", activation.form().word());
            json.put("x", cells.cell(activation.x()));
        } else if (explanation instanceof Explanation.RootMeanSquare rms) {
            json.put("kind", "rms");
            json.put("over", cells.all(rms.over()));
            json.put("epsilon", rms.epsilon());
        } else if (explanation instanceof Explanation.Quotient quotient) {
            json.put("kind", "quotient");
            json.put("x", cells.cell(quotient.x()));
            json.put("scale", cells.cell(quotient.scale()));
        } else if (explanation instanceof Explanation.Rotation rotation) {
            json.put("kind", "rotation");
            json.put("x", cells.cell(rotation.x()));
            json.put("other", cells.cell(rotation.other()));
            json.put("angle", rotation.angle());
        } else if (explanation instanceof Explanation.Ranked ranked) {
            json.put("kind", "ranked");
            json.put("over", cells.all(ranked.over()));
            json.put("rank", ranked.rank());
        } else if (explanation instanceof Explanation.Share share) {
            json.put("kind", "share");
            json.put("of", cells.cell(share.of()));
            json.put("taken", cells.all(share.taken()));
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

    private static void putTerms(Map<String, Object> json, Explanation.Sum sum, Cells cells) {
        double[] values = sum.terms().stream()
                .mapToDouble(term -> term.value(cells.read()))
                .toArray();
        boolean[] kept = largest(values.length, MOST_TERMS, i -> Math.abs(values[i]));
        json.put(
                "terms",
                indices(kept, true)
                        .mapToObj(i -> cells.all(sum.terms().get(i).factors()))
                        .toList());
        putRest(json, kept, i -> values[i]);
    }

    private static void putOver(Map<String, Object> json, Explanation.Softmax softmax, Cells cells) {
        double[] values = softmax.over().stream().mapToDouble(cells.read()).toArray();
        double greatest = DoubleStream.of(values).max().orElse(0);
        boolean[] kept = largest(values.length, MOST_COMPARED, i -> values[i]);
        json.put(
                "over",
                indices(kept, true)
                        .mapToObj(i -> cells.cell(softmax.over().get(i)))
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
