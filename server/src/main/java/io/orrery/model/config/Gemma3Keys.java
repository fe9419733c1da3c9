package io.orrery.model.config;

import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Rotary;
import java.util.List;
import java.util.Set;

/** Reads the configuration of a Gemma 3 model that takes text alone. */
public final class Gemma3Keys {
    private static final Set<String> UNDERSTOOD = Set.of(
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "max_position_embeddings",
            "hidden_activation",
            "hidden_act",
            "rms_norm_eps",
            "rope_theta",
            "rope_scaling",
            "rope_local_base_freq",
            "query_pre_attn_scalar",
            "attention_bias",
            "attn_logit_softcapping",
            "final_logit_softcapping",
            "use_bidirectional_attention",
            "sliding_window",
            "sliding_window_pattern",
            "_sliding_window_pattern",
            "layer_types");

    /** How a page of keys and values is kept, which changes no number. */
    private static final Set<String> HARMLESS = Set.of("cache_implementation");

    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    private Gemma3Keys() {}

    static Gemma3Config read(ConfigFile file) {
        file.checkClasses("Gemma3ForCausalLM");
        file.checkKeys(UNDERSTOOD, HARMLESS);
        var config = file.config();
        config.requireValue("attention_bias", false);
        config.requireValue("use_bidirectional_attention", false);
        for (var key : List.of("attn_logit_softcapping", "final_logit_softcapping", "rope_scaling")) {
            if (config.value(key).isPresent()) {
                throw config.unsupported(key, ConfigError.UnknownSetting::new);
            }
        }
        for (var key : List.of("hidden_activation", "hidden_act")) {
            config.value(key)
                    .filter(name -> !name.asText().equals("gelu_pytorch_tanh"))
                    .ifPresent(other -> {
                        throw config.unsupported(
                                key,
                                (in, name, value) -> new ConfigError.UnsupportedSetting(
                                        in, name, value, new Series(List.of("\"gelu_pytorch_tanh\""))));
                    });
        }
        var sizes = new LlamaKeys(file).sizes();
        return new Gemma3Config(
                sizes,
                config.number("rms_norm_eps", 0, 1, 1e-6),
                1 / Math.sqrt(config.number("query_pre_attn_scalar", 0, 1e6, 256)),
                config.size(1 << 30, "sliding_window"),
                Rotary.of(config.number("rope_theta", 1, 1e12, 1_000_000)),
                Rotary.of(config.number("rope_local_base_freq", 1, 1e12, 10_000)),
                layers(config, sizes),
                true,
                config.flag("tie_word_embeddings", true),
                file.endOfText(sizes));
    }

    /** The kind of each layer: as listed or, without a list, all local but every n-th. Both must agree. */
    private static List<String> layers(ConfigObject config, Sizes sizes) {
        boolean hasPattern = config.value("sliding_window_pattern").isPresent()
                || config.value("_sliding_window_pattern").isPresent();
        int every = hasPattern ? config.size(1 << 12, "sliding_window_pattern", "_sliding_window_pattern") : 6;
        var repeated = Gemma3Config.pattern(sizes.n_layers(), every);
        var types = LlamaKeys.layerTypes(config, sizes);
        if (types.isEmpty()) {
            return repeated;
        }
        var listed = types.get().stream()
                .map(type -> switch (type) {
                    case SLIDING -> Gemma3Config.LOCAL;
                    case FULL -> Gemma3Config.GLOBAL;
                    default ->
                        throw config.unsupported(
                                "layer_types",
                                (in, name, value) -> new ConfigError.UnsupportedSetting(
                                        in, name, value, new Series(List.of(quoted(SLIDING), quoted(FULL)))));
                })
                .toList();
        if (hasPattern && !listed.equals(repeated)) {
            throw new OrreryException(new ConfigError.SettingsDiffer(
                    config.file(),
                    "sliding_window_pattern",
                    String.valueOf(every),
                    "layer_types",
                    types.get().toString()));
        }
        return listed;
    }

    private static String quoted(String word) {
        return '"' + word + '"';
    }
}
