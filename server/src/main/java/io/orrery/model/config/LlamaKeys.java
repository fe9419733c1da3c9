package io.orrery.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Experts;
import io.orrery.graph.op.Rotary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the configuration of a Llama, Mistral, Qwen2, Qwen3 (with experts, too) or OLMo 2 model, in the common form ({@code rope_theta},
 * {@code rope_scaling}) and in the newer one ({@code rope_parameters}).
 */
public final class LlamaKeys {
    private static final String EXPERTS = "qwen3_moe";

    static final List<String> FAMILIES = List.of("llama", "mistral", "qwen2", "qwen3", EXPERTS, "olmo2");

    private static final Map<String, String> CLASSES = Map.of(
            "llama",
            "LlamaForCausalLM",
            "mistral",
            "MistralForCausalLM",
            "qwen2",
            "Qwen2ForCausalLM",
            "qwen3",
            "Qwen3ForCausalLM",
            EXPERTS,
            "Qwen3MoeForCausalLM",
            "olmo2",
            "Olmo2ForCausalLM");

    /** Families whose window counts only if {@code use_sliding_window} says so. */
    private static final Set<String> WINDOW_BY_FLAG = Set.of("qwen2", "qwen3", EXPERTS);

    private static final Set<String> UNDERSTOOD = Set.of(
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "max_position_embeddings",
            "hidden_act",
            "rms_norm_eps",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "rope_interleaved",
            "attention_bias",
            "mlp_bias",
            "sliding_window",
            "use_sliding_window",
            "layer_types");

    /**
     * Keys that do not change the numbers: {@code max_window_layers} only matters with a sliding window, and
     * {@code pretraining_tp} only splits a product.
     */
    private static final Set<String> HARMLESS = Set.of("max_window_layers", "pretraining_tp", "is_llama_config");

    private static final Set<String> OF_EXPERTS = Set.of(
            "num_experts",
            "num_experts_per_tok",
            "moe_intermediate_size",
            "norm_topk_prob",
            "decoder_sparse_step",
            "mlp_only_layers");

    /** Keys for training; and {@code intermediate_size}, the width of layers without experts, of which there are none. */
    private static final Set<String> HARMLESS_WITH_EXPERTS = Set.of(
            "output_router_logits", "router_aux_loss_coef", "max_window_layers", "pretraining_tp", "intermediate_size");

    /** The most experts of a layer, so that their matrices together stay within the length of an array. */
    private static final int MOST_EXPERTS = 1 << 10;

    /** The sliding window of a Mistral configuration that gives none. */
    private static final int MISTRALS_WINDOW = 4096;

    /** Families whose queries each have a key and a value of their own if nothing is said. */
    private static final Set<String> HEADS_ALONE = Set.of("llama", "olmo2");

    private final ConfigFile file;
    private final ConfigObject config;
    private final String family;

    LlamaKeys(ConfigFile file) {
        this.file = file;
        this.config = file.config();
        this.family = file.architecture();
    }

    static ModelConfig read(ConfigFile file) {
        return new LlamaKeys(file).read();
    }

    private ModelConfig read() {
        file.checkClasses(CLASSES.get(family));
        if (family.equals(EXPERTS)) {
            file.checkKeys(
                    Stream.concat(UNDERSTOOD.stream(), OF_EXPERTS.stream()).collect(Collectors.toSet()),
                    HARMLESS_WITH_EXPERTS);
        } else {
            file.checkKeys(UNDERSTOOD, HARMLESS);
        }
        config.requireValue("attention_bias", false);
        config.requireValue("mlp_bias", false);
        config.requireValue("rope_interleaved", false);
        checkActivation();
        var sizes = sizes();
        checkWindow(sizes);
        double epsilon = config.number("rms_norm_eps", 0, 1, family.equals("olmo2") ? 1e-5 : 1e-6);
        boolean tied = config.flag("tie_word_embeddings", false);
        var ends = file.endOfText(sizes);
        return switch (family) {
            case EXPERTS -> new Qwen3MoeConfig(sizes, epsilon, rotary(), experts(), tied, ends);
            case "qwen3" -> new Qwen3Config(sizes, epsilon, rotary(), tied, ends);
            case "olmo2" -> new Olmo2Config(sizes, epsilon, rotary(), tied, ends);
            default -> new LlamaConfig(family, sizes, epsilon, rotary(), family.equals("qwen2"), tied, ends);
        };
    }

    private Experts experts() {
        int count = config.size(MOST_EXPERTS, "num_experts");
        int taken = config.size(MOST_EXPERTS, "num_experts_per_tok");
        if (taken > count) {
            throw new OrreryException(new ConfigError.TooManyExpertsTaken(
                    config.file(), "num_experts_per_tok", taken, "num_experts", count));
        }
        if (config.value("decoder_sparse_step").isPresent() && config.size(1 << 12, "decoder_sparse_step") != 1) {
            throw config.unsupported(
                    "decoder_sparse_step", (file, key, value) -> new ConfigError.FixedSetting(file, key, value, "1"));
        }
        config.list("mlp_only_layers").filter(layers -> !layers.isEmpty()).ifPresent(layers -> {
            throw config.unsupported(
                    "mlp_only_layers", (file, key, value) -> new ConfigError.FixedSetting(file, key, value, "[]"));
        });
        return new Experts(count, taken, config.flag("norm_topk_prob", false));
    }

    private void checkActivation() {
        var name = config.value("hidden_act").map(JsonNode::asText).orElse("silu");
        if (!name.equals("silu") && !name.equals("swish")) {
            throw config.unsupported(
                    "hidden_act",
                    (file, key, value) ->
                            new ConfigError.UnsupportedSetting(file, key, value, new Series(List.of("\"silu\""))));
        }
    }

    Sizes sizes() {
        int model = config.size(1 << 16, "hidden_size");
        int heads = config.size(1 << 12, "num_attention_heads");
        boolean saysGroups = config.value("num_key_value_heads").isPresent() || !HEADS_ALONE.contains(family);
        int groups = saysGroups ? config.size(1 << 12, "num_key_value_heads") : heads;
        if (heads % groups != 0) {
            throw new OrreryException(new ConfigError.Indivisible(
                    config.file(), "num_attention_heads", heads, "num_key_value_heads", groups));
        }
        return new Sizes(
                model,
                headSize(model, heads),
                config.size(1 << 20, family.equals(EXPERTS) ? "moe_intermediate_size" : "intermediate_size"),
                config.size(1 << 24, "vocab_size"),
                config.size(1 << 12, "num_hidden_layers"),
                heads,
                groups,
                config.size(1 << 20, "max_position_embeddings"));
    }

    private int headSize(int model, int heads) {
        // Qwen3's heads are 128 wide whatever the model's width if nothing is said, so it has to be.
        boolean isGiven = config.value("head_dim").isPresent() || family.startsWith("qwen3");
        if (!isGiven && model % heads != 0) {
            throw new OrreryException(
                    new ConfigError.Indivisible(config.file(), "hidden_size", model, "num_attention_heads", heads));
        }
        int size = isGiven ? config.size(1 << 16, "head_dim") : model / heads;
        if (size % 2 != 0) {
            throw new OrreryException(new ConfigError.OddHeadSize(config.file(), size));
        }
        return size;
    }

    /** Refuses a sliding window, unless it is at least as long as the context and so masks nothing. */
    private void checkWindow(Sizes sizes) {
        int context = sizes.n_ctx();
        boolean isUsed = !WINDOW_BY_FLAG.contains(family) || config.flag("use_sliding_window", false);
        if (isUsed && config.value("sliding_window").isPresent()) {
            if (config.size(1 << 30, "sliding_window") < context) {
                throw config.unsupported(
                        "sliding_window",
                        (file, key, value) -> new ConfigError.WindowTooShort(file, key, value, context));
            }
        } else if (family.equals("mistral") && !config.has("sliding_window") && context > MISTRALS_WINDOW) {
            throw new OrreryException(new ConfigError.MistralWindow(config.file(), MISTRALS_WINDOW, context));
        }
        layerTypes(config, sizes).ifPresent(types -> {
            for (var type : types) {
                if (!type.equals("full_attention")) {
                    throw config.unsupported(
                            "layer_types",
                            (file, key, value) -> new ConfigError.UnsupportedSetting(
                                    file, key, value, new Series(List.of("\"full_attention\""))));
                }
            }
        });
    }

    /** The kind of each layer, as it is listed; empty if there is no list. */
    static Optional<List<String>> layerTypes(ConfigObject config, Sizes sizes) {
        Optional<List<String>> types = config.list("layer_types")
                .map(items -> items.stream().map(JsonNode::asText).toList());
        types.filter(listed -> listed.size() != sizes.n_layers()).ifPresent(listed -> {
            throw new OrreryException(new ConfigError.SettingsDiffer(
                    config.file(),
                    "num_hidden_layers",
                    String.valueOf(sizes.n_layers()),
                    "layer_types",
                    String.valueOf(listed.size())));
        });
        return types;
    }

    Rotary rotary() {
        Optional<ConfigObject> newer = config.object("rope_parameters");
        Optional<ConfigObject> older = config.object("rope_scaling");
        Optional<Rotary.Scaling> scaling = newer.or(() -> older).flatMap(LlamaKeys::llama3);
        older.filter(given -> !llama3(given).equals(scaling)).ifPresent(given -> {
            throw new OrreryException(new ConfigError.SettingsDiffer(
                    config.file(),
                    "rope_scaling",
                    config.shown("rope_scaling"),
                    "rope_parameters",
                    config.shown("rope_parameters")));
        });
        double theta = theta(config).or(() -> newer.flatMap(LlamaKeys::theta)).orElse(10_000.0);
        newer.flatMap(LlamaKeys::theta).filter(inner -> inner != theta).ifPresent(inner -> {
            throw new OrreryException(new ConfigError.SettingsDiffer(
                    config.file(),
                    "rope_theta",
                    String.valueOf(theta),
                    "rope_parameters.rope_theta",
                    String.valueOf(inner)));
        });
        return new Rotary(theta, scaling);
    }

    private static Optional<Double> theta(ConfigObject from) {
        return from.value("rope_theta").map(given -> from.number("rope_theta", 1, 1e12));
    }

    private static Optional<Rotary.Scaling> llama3(ConfigObject scaling) {
        var key = scaling.has("rope_type") ? "rope_type" : "type";
        scaling.value("type")
                .filter(type -> !scaling.value(key).equals(Optional.of(type)))
                .ifPresent(type -> {
                    throw new OrreryException(new ConfigError.SettingsDiffer(
                            scaling.file(), "rope_type", scaling.shown("rope_type"), "type", scaling.shown("type")));
                });
        return switch (scaling.value(key).map(JsonNode::asText).orElse("default")) {
            case "default" -> {
                scaling.checkOnly(Set.of("rope_type", "type", "rope_theta"));
                yield Optional.empty();
            }
            case "llama3" -> {
                scaling.checkOnly(Set.of(
                        "rope_type",
                        "type",
                        "rope_theta",
                        "factor",
                        "low_freq_factor",
                        "high_freq_factor",
                        "original_max_position_embeddings"));
                double low = scaling.number("low_freq_factor", 0, 1e6);
                yield Optional.of(new Rotary.Llama3Scaling(
                        scaling.number("factor", 0, 1e6),
                        low,
                        scaling.number("high_freq_factor", low, 1e6),
                        scaling.size(1 << 20, "original_max_position_embeddings")));
            }
            default ->
                throw scaling.unsupported(
                        key,
                        (file, name, value) -> new ConfigError.UnsupportedSetting(
                                file, name, value, new Series(List.of("\"default\"", "\"llama3\""))));
        };
    }
}
