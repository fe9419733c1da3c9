package io.orrery.tour.scene;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The words by which tours name blocks of the model. A word means the block of the step's layer. If a layer has several
 * (queries before and after their rotation), it means the last that this step or one before it computes.
 */
public enum BlockWord {
    TOKEN_TABLE("embed.W_E"),
    POSITION_TABLE("pos_embed.W_pos"),
    EMBEDDING("hook_embed"),
    POSITIONS("hook_pos_embed"),
    STREAM("{layer}hook_resid_pre", "{layer}hook_resid_mid", "{layer}hook_resid_post"),
    NORM("{layer}ln1.hook_out", "{layer}ln2.hook_out"),
    QUERIES("{layer}attn.hook_q", "{layer}attn.hook_rot_q"),
    KEYS("{layer}attn.hook_k", "{layer}attn.hook_rot_k"),
    VALUES("{layer}attn.hook_v"),
    SCORES("{layer}attn.hook_attn_scores"),
    PATTERN("{layer}attn.hook_pattern"),
    MIX("{layer}attn.hook_z"),
    ATTENTION_OUTPUT("{layer}hook_attn_out"),
    HIDDEN("{layer}mlp.hook_pre"),
    ACTIVATED("{layer}mlp.hook_post"),
    GATE("{layer}mlp.hook_gate"),
    MLP_OUTPUT("{layer}hook_mlp_out"),
    FINAL_NORM("ln_final.hook_out"),
    OUTPUT_TABLE("unembed.W_U"),
    LOGITS("logits"),
    PROBABILITIES("probs"),
    QUERY_WEIGHTS("{layer}attn.W_Q"),
    KEY_WEIGHTS("{layer}attn.W_K"),
    VALUE_WEIGHTS("{layer}attn.W_V"),
    OUTPUT_WEIGHTS("{layer}attn.W_O"),
    MLP_IN_WEIGHTS("{layer}mlp.W_in"),
    MLP_OUT_WEIGHTS("{layer}mlp.W_out");

    private static final String LAYER = "{layer}";
    private static final Pattern LAYER_NAME = Pattern.compile("blocks\\.(\\d+)\\.");

    private final List<String> names;

    /** @param names the hook names, in the order in which they are computed */
    BlockWord(String... names) {
        this.names = List.of(names);
    }

    /** As tours write it: in lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(BlockWord::word).toList();
    }

    public static Optional<BlockWord> of(String word) {
        return Arrays.stream(values())
                .filter(block -> block.word().equals(word))
                .findFirst();
    }

    /** Whether a model has such a block in any layer. */
    public boolean isIn(Graph graph) {
        return names.stream()
                .anyMatch(name -> graph.node(name.replace(LAYER, "blocks.0.")).isPresent());
    }

    /**
     * The block that a word or a hook name means.
     *
     * @param layer from 0; empty for the step's
     * @return empty if the model has no such block, or if the step is outside of the layers and the block is not
     */
    public static Optional<Node> node(String word, Graph graph, Step step, OptionalInt layer) {
        return of(word).map(block -> block.node(graph, step, layer)).orElseGet(() -> graph.node(word));
    }

    /**
     * How a tour names a block.
     *
     * @param layer from 1; empty for the step's
     */
    public record Named(String block, OptionalInt layer) {}

    /** The words for a block at a step, of which {@link #node} makes the same block; empty if a tour needs its hook name. */
    public static Optional<Named> naming(Node node, Graph graph, Step step) {
        var own = LAYER_NAME.matcher(node.name());
        var layers = new ArrayList<>(List.of(OptionalInt.empty()));
        if (own.lookingAt()) {
            layers.add(OptionalInt.of(Integer.parseInt(own.group(1))));
        }
        for (OptionalInt layer : layers) {
            for (BlockWord block : values()) {
                if (block.node(graph, step, layer).filter(node::equals).isPresent()) {
                    return Optional.of(new Named(
                            block.word(),
                            layer.isPresent() ? OptionalInt.of(layer.getAsInt() + 1) : OptionalInt.empty()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Node> node(Graph graph, Step step, OptionalInt layer) {
        var order = new ArrayList<>(graph.nodes());
        int end = step.nodes().stream().mapToInt(order::indexOf).max().orElse(-1);
        OptionalInt at = layer.isPresent() ? layer : step.layer();
        List<Node> found = names(graph, at, end > order.indexOf(lastOfLayers(graph))).stream()
                .flatMap(name -> graph.node(name).stream())
                .toList();
        return found.stream()
                .filter(node -> order.indexOf(node) <= end)
                .reduce((first, second) -> second)
                .or(() -> found.stream().findFirst());
    }

    private List<String> names(Graph graph, OptionalInt layer, boolean isAfter) {
        if (layer.isPresent()) {
            return names.stream()
                    .map(name -> name.replace(LAYER, "blocks." + layer.getAsInt() + "."))
                    .toList();
        }
        if (this == STREAM) {
            return List.of(isAfter ? lastOfLayers(graph).name() : "blocks.0.hook_resid_pre");
        }
        if (this == NORM) {
            return isAfter ? FINAL_NORM.names : List.of();
        }
        return names.stream().filter(name -> !name.contains(LAYER)).toList();
    }

    private static Node lastOfLayers(Graph graph) {
        String name = "blocks." + (graph.sizes().n_layers() - 1) + ".hook_resid_post";
        return graph.node(name).orElseThrow(() -> new IllegalArgumentException("no node is named " + name));
    }
}
