package io.orrery.wire;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration;
import io.orrery.graph.Keep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A declaration as JSON: one layer and how many there are, so that its size does not depend on their number. */
public final class GraphJson {
    private GraphJson() {}

    /** The members {@code sizes}, {@code carry}, {@code before}, {@code layer} and {@code after} of the graph's JSON. */
    public static Map<String, Object> of(Declaration declaration) {
        var json = new LinkedHashMap<String, Object>();
        json.put("sizes", declaration.sizes().byName());
        json.put("carry", declaration.stream());
        json.put("before", section(declaration.before()));
        json.put("layer", section(declaration.layer()));
        json.put("after", section(declaration.after()));
        return json;
    }

    private static Map<String, Object> section(Declaration.Section section) {
        var json = new LinkedHashMap<String, Object>();
        json.put("nodes", section.nodes().stream().map(GraphJson::node).toList());
        json.put("steps", section.steps());
        return json;
    }

    private static Map<String, Object> node(Declaration.NodeSpec node) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", node.name());
        json.put("op", node.op().kind());
        json.put("inputs", node.inputs());
        json.put("axes", node.axes().stream().map(GraphJson::axis).toList());
        json.put("role", node.role().word());
        json.put("frame", node.frame().word());
        json.put("derived", node.keep() == Keep.ASIDE);
        json.put("params", node.op().params());
        return json;
    }

    private static List<Object> axis(Axis axis) {
        boolean isNumber = Character.isDigit(axis.size().charAt(0));
        return List.of(axis.name(), isNumber ? (Object) Integer.valueOf(axis.size()) : axis.size());
    }
}
