package io.orrery.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import java.util.List;
import java.util.Set;

/** Reads the configuration of a GPT-NeoX model, such as Pythia. */
public final class GptNeoXKeys {
    private static final Set<String> UNDERSTOOD = Set.of(
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "max_position_embeddings",
            "hidden_act",
            "layer_norm_eps",
            "rotary_pct",
            "rotary_emb_base",
            "rope_theta",
            "rope_scaling",
            "use_parallel_residual",
            "attention_bias");

    private static final Set<String> HARMLESS = Set.of("classifier_dropout", "hidden_dropout");

    private static final Series GELUS = new Series(List.of("\"gelu\"", "\"gelu_new\"", "\"gelu_pytorch_tanh\""));

    private GptNeoXKeys() {}

    static GptNeoXConfig read(ConfigFile file) {
        file.checkClasses("GPTNeoXForCausalLM");
        file.checkKeys(UNDERSTOOD, HARMLESS);
        ConfigObject config = file.config();
        config.requireValue("attention_bias", true);
        config.requireValue("use_parallel_residual", true);
        if (config.value("rope_scaling").isPresent()) {
            throw config.unsupported("rope_scaling", ConfigError.UnknownSetting::new);
        }
        var sizes = sizes(config);
        double share = config.number("rotary_pct", 0, 1.000001, 0.25);
        int rotated = (int) (sizes.d_head() * share);
        if (rotated < 2 || rotated % 2 != 0) {
            throw config.unsupported("rotary_pct", ConfigError.UnknownSetting::new);
        }
        return new GptNeoXConfig(
                sizes,
                gelu(config),
                config.number("layer_norm_eps", 0, 1, 1e-5),
                Rotary.of(base(config)),
                rotated,
                config.flag("tie_word_embeddings", false),
                file.endOfText(sizes));
    }

    private static double base(ConfigObject config) {
        double base = config.number("rotary_emb_base", 1, 1e12, 10_000);
        double other = config.number("rope_theta", 1, 1e12, base);
        if (base != other && config.value("rotary_emb_base").isPresent()) {
            throw new OrreryException(new ConfigError.SettingsDiffer(
                    config.file(), "rotary_emb_base", String.valueOf(base), "rope_theta", String.valueOf(other)));
        }
        return other;
    }

    private static Sizes sizes(ConfigObject config) {
        int model = config.size(1 << 16, "hidden_size");
        int heads = config.size(1 << 12, "num_attention_heads");
        if (model % heads != 0) {
            throw new OrreryException(
                    new ConfigError.Indivisible(config.file(), "hidden_size", model, "num_attention_heads", heads));
        }
        return new Sizes(
                model,
                model / heads,
                config.size(1 << 20, "intermediate_size"),
                config.size(1 << 24, "vocab_size"),
                config.size(1 << 12, "num_hidden_layers"),
                heads,
                heads,
                config.size(1 << 20, "max_position_embeddings"));
    }

    private static Gelu.Form gelu(ConfigObject config) {
        return switch (config.value("hidden_act").map(JsonNode::asText).orElse("gelu")) {
            case "gelu" -> Gelu.Form.ERF;
            case "gelu_new", "gelu_pytorch_tanh" -> Gelu.Form.TANH;
            default ->
                throw config.unsupported(
                        "hidden_act",
                        (file, key, value) -> new ConfigError.UnsupportedSetting(file, key, value, GELUS));
        };
    }
}
