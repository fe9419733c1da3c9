package io.orrery.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Positions;
import io.orrery.graph.op.Gelu;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the configuration of a GPT-2 model. */
public final class Gpt2Keys {
    /** A key of Orrery's own, for models that show what positions do. */
    public static final String POSITIONS = "positions";

    private static final Set<String> UNDERSTOOD = Set.of(
            "activation_function",
            "layer_norm_epsilon",
            "scale_attn_weights",
            "scale_attn_by_inverse_layer_idx",
            "n_inner",
            "n_embd",
            "hidden_size",
            "n_layer",
            "num_hidden_layers",
            "n_head",
            "num_attention_heads",
            "n_positions",
            "max_position_embeddings",
            "n_ctx",
            POSITIONS);

    private static final Set<String> HARMLESS = Set.of(
            "reorder_and_upcast_attn",
            "attn_pdrop",
            "embd_pdrop",
            "resid_pdrop",
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj",
            "n_special",
            "predict_special_tokens");

    private static final Series GELUS = new Series(List.of("\"gelu_new\"", "\"gelu_pytorch_tanh\"", "\"gelu\""));

    private static final Series KINDS = new Series(
            Stream.of(Positions.values()).map(kind -> '"' + kind.word() + '"').toList());

    private Gpt2Keys() {}

    static Gpt2Config read(ConfigFile file) {
        file.checkClasses("GPT2LMHeadModel", "GPT2Model");
        file.checkKeys(UNDERSTOOD, HARMLESS);
        ConfigObject config = file.config();
        config.requireValue("scale_attn_weights", true);
        config.requireValue("scale_attn_by_inverse_layer_idx", false);
        var sizes = sizes(config);
        return new Gpt2Config(
                sizes,
                gelu(config),
                config.number("layer_norm_epsilon", 0, 1, 1e-5),
                positions(config, sizes),
                config.flag("tie_word_embeddings", true),
                file.endOfText(sizes));
    }

    private static Sizes sizes(ConfigObject config) {
        int model = config.size(1 << 16, "n_embd", "hidden_size");
        int layers = config.size(1 << 12, "n_layer", "num_hidden_layers");
        int heads = config.size(1 << 12, "n_head", "num_attention_heads");
        int context = config.size(1 << 20, "n_positions", "max_position_embeddings", "n_ctx");
        int vocabulary = config.size(1 << 24, "vocab_size");
        if (model % heads != 0) {
            throw new OrreryException(new ConfigError.Indivisible(config.file(), "n_embd", model, "n_head", heads));
        }
        int mlp = config.value("n_inner").isPresent() ? config.size(1 << 20, "n_inner") : 4 * model;
        return new Sizes(model, model / heads, mlp, vocabulary, layers, heads, heads, context);
    }

    private static Positions positions(ConfigObject config, Sizes sizes) {
        var word = config.value(POSITIONS).map(JsonNode::asText).orElse(Positions.LEARNED.word());
        var positions = Stream.of(Positions.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> config.unsupported(
                        POSITIONS, (file, key, value) -> new ConfigError.UnsupportedSetting(file, key, value, KINDS)));
        if (positions == Positions.ROTARY && sizes.d_head() % 2 != 0) {
            throw new OrreryException(new ConfigError.OddHeadSize(config.file(), sizes.d_head()));
        }
        return positions;
    }

    private static Gelu.Form gelu(ConfigObject config) {
        var name = config.value("activation_function").map(JsonNode::asText).orElse("gelu_new");
        return switch (name) {
            case "gelu_new", "gelu_pytorch_tanh" -> Gelu.Form.TANH;
            case "gelu" -> Gelu.Form.ERF;
            default ->
                throw config.unsupported(
                        "activation_function",
                        (file, key, value) -> new ConfigError.UnsupportedSetting(file, key, value, GELUS));
        };
    }
}
