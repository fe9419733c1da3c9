package io.orrery.wire;

import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a cell was computed from, as JSON: each cell with its value, so that the arithmetic can be shown as it is. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /**
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
            json.put(
                    "terms",
                    sum.terms().stream()
                            .map(term -> cells(term.factors(), read))
                            .toList());
        } else if (explanation instanceof Explanation.Softmax softmax) {
            json.put("kind", "softmax");
            json.put("of", cell(softmax.of(), read));
            json.put("over", cells(softmax.over(), read));
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
        } else if (explanation instanceof Explanation.Masked masked) {
            json.put("kind", "masked");
            json.put("query", masked.query());
            json.put("key", masked.key());
        } else if (explanation instanceof Explanation.Learned) {
            json.put("kind", "learned");
        }
        return json;
    }

    private static List<Map<String, Object>> cells(List<Cell> cells, ToDoubleFunction<Cell> read) {
        return cells.stream().map(cell -> cell(cell, read)).toList();
    }

    /** JSON has no −∞, which is what a masked score is: it has no value there. */
    private static Map<String, Object> cell(Cell cell, ToDoubleFunction<Cell> read) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", cell.node());
        json.put("cell", cell.index());
        double value = read.applyAsDouble(cell);
        json.put("value", Double.isFinite(value) ? (Object) (float) value : null);
        return json;
    }
}
