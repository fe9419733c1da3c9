package io.orrery.tour.scene;

import io.orrery.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** What a beat needs of a model: {@code position-table}, {@code grouped}, {@code norm=rms}, {@code layers>1}, {@code not gate}. */
final class ModelNeeds {
    private static final Pattern SIZE = Pattern.compile("([a-z]+) ?([<>]) ?(\\d{1,9})");
    private static final Pattern TRAIT = Pattern.compile("([a-z]+)=([a-zA-Z_-]+)");
    private static final String NOT = "not ";

    private static final Map<String, ToIntFunction<Graph>> SIZES = Map.of(
            "layers", graph -> graph.sizes().n_layers(),
            "heads", graph -> graph.sizes().n_heads(),
            "stream", graph -> graph.sizes().d_model(),
            "head", graph -> graph.sizes().d_head(),
            "hidden", graph -> graph.sizes().d_mlp(),
            "vocabulary", graph -> graph.sizes().d_vocab(),
            "context", graph -> graph.sizes().n_ctx());

    private ModelNeeds() {}

    /** Whether a model has it; empty if there is nothing of that name. */
    static Optional<Boolean> has(Graph graph, String need) {
        if (need.startsWith(NOT)) {
            return has(graph, need.substring(NOT.length()).strip()).map(has -> !has);
        }
        var size = SIZE.matcher(need);
        if (size.matches()) {
            return Optional.ofNullable(SIZES.get(size.group(1))).map(of -> {
                int bound = Integer.parseInt(size.group(3));
                int value = of.applyAsInt(graph);
                return size.group(2).equals("<") ? value < bound : value > bound;
            });
        }
        var trait = TRAIT.matcher(need);
        if (trait.matches()) {
            return Optional.of(graph.nodes().stream()
                    .flatMap(node -> node.op().traits().stream())
                    .anyMatch(each ->
                            each.word().equals(trait.group(1)) && trait.group(2).equals(String.valueOf(each.value()))));
        }
        return switch (need) {
            case "grouped" ->
                Optional.of(graph.sizes().n_key_value_heads() < graph.sizes().n_heads());
            case "rotary" -> Optional.of(graph.node("blocks.0.attn.hook_rot_q").isPresent());
            case "window" -> Optional.of(graph.nodes().stream().anyMatch(node -> node.has("window")));
            default -> BlockWord.of(need).map(block -> block.isIn(graph));
        };
    }

    /** What can be needed by name, for people. */
    static List<String> examples() {
        return List.of("position-table", "gate", "rotary", "grouped", "window", "norm=rms", "layers>1");
    }
}
