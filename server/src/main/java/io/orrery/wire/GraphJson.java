package io.orrery.wire;

import io.orrery.graph.Axis;
import io.orrery.graph.Declaration;
import io.orrery.graph.Keep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a declaration as JSON. Every kind of layer is written once, together with the number of layers, so the size does not
 * depend on the number.
 */
public final class GraphJson {
    private GraphJson() {}

    /**
     * The members {@code sizes}, {@code carry}, {@code before}, {@code layer} and {@code after} of the graph's JSON. If layers
     * differ, {@code layers} replaces {@code layer}.
     */
    public static Map<String, Object> of(Declaration declaration) {
        var json = new LinkedHashMap<String, Object>();
        json.put("sizes", declaration.sizes().byName());
        json.put("carry", declaration.stream());
        json.put("before", section(declaration.before()));
        var layers = declaration.layers();
        if (layers.templates().size() == 1) {
            json.put("layer", section(layers.templates().get(0).section()));
        } else {
            var kinds = new LinkedHashMap<String, Object>();
            kinds.put("templates", templates(layers));
            kinds.put("order", layers.order());
            json.put("layers", kinds);
        }
        json.put("after", section(declaration.after()));
        return json;
    }

    private static List<Object> templates(Declaration.Layers layers) {
        var json = new ArrayList<Object>();
        for (var template : layers.templates()) {
            var named = new LinkedHashMap<String, Object>();
            named.put("name", template.name());
            named.putAll(section(template.section()));
            json.add(named);
        }
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
        json.put("frame", node.border().word());
        json.put("derived", node.keep() == Keep.ASIDE);
        json.put("params", node.op().params());
        var traits = new LinkedHashMap<String, Object>();
        node.op().traits().forEach(trait -> traits.put(trait.word(), trait.value()));
        json.put("traits", traits);
        return json;
    }

    private static List<Object> axis(Axis axis) {
        boolean isNumber = Character.isDigit(axis.size().charAt(0));
        return List.of(axis.name(), isNumber ? (Object) Integer.valueOf(axis.size()) : axis.size());
    }
}
