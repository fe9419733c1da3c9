package io.orrery.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.graph.Gelu;
import io.orrery.graph.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a Hugging Face {@code config.json}.
 *
 * <p>Each key is one of three: it is understood here; it is known to change no number that is shown; or the model is
 * refused, for a model that is computed otherwise than its configuration says would show wrong numbers as right. A key
 * whose value is null says nothing.
 */
final class ConfigFile {
    static final String NAME = "config.json";

    private static final String ARCHITECTURE = "gpt2";
    private static final int LONGEST = 1 << 20;

    private static final Set<String> UNDERSTOOD = Set.of(
            "model_type",
            "architectures",
            "activation_function",
            "layer_norm_epsilon",
            "tie_word_embeddings",
            "eos_token_id",
            "scale_attn_weights",
            "scale_attn_by_inverse_layer_idx",
            "add_cross_attention",
            "is_encoder_decoder",
            "vocab_size",
            "n_inner",
            "n_embd",
            "hidden_size",
            "n_layer",
            "num_hidden_layers",
            "n_head",
            "num_attention_heads",
            "n_positions",
            "max_position_embeddings",
            "n_ctx");

    /** Training, generation, classification and bookkeeping; float32 arithmetic is what is shown, whatever the files hold. */
    private static final Set<String> HARMLESS = Set.of(
            "_name_or_path",
            "_commit_hash",
            "_attn_implementation",
            "_attn_implementation_autoset",
            "attn_implementation",
            "transformers_version",
            "torch_dtype",
            "dtype",
            "use_bfloat16",
            "use_cache",
            "use_return_dict",
            "return_dict",
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "return_dict_in_generate",
            "torchscript",
            "gradient_checkpointing",
            "chunk_size_feed_forward",
            "reorder_and_upcast_attn",
            "initializer_range",
            "attn_pdrop",
            "embd_pdrop",
            "resid_pdrop",
            "bos_token_id",
            "pad_token_id",
            "sep_token_id",
            "decoder_start_token_id",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "suppress_tokens",
            "begin_suppress_tokens",
            "bad_words_ids",
            "prefix",
            "tokenizer_class",
            "task_specific_params",
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj",
            "finetuning_task",
            "problem_type",
            "id2label",
            "label2id",
            "num_labels",
            "is_decoder",
            "tie_encoder_decoder",
            "n_special",
            "predict_special_tokens",
            "do_sample",
            "early_stopping",
            "max_length",
            "min_length",
            "num_beams",
            "num_beam_groups",
            "num_return_sequences",
            "diversity_penalty",
            "length_penalty",
            "repetition_penalty",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "remove_invalid_values",
            "exponential_decay_length_penalty",
            "temperature",
            "top_k",
            "top_p",
            "typical_p");

    private final String file;
    private final ObjectNode config;

    private ConfigFile(String file, ObjectNode config) {
        this.file = file;
        this.config = config;
    }

    /**
     * Reads the configuration of a folder.
     *
     * @throws BadInputException if there is none, if it is of another architecture, or if it asks for something that is
     *     not implemented
     */
    static Gpt2Config read(ModelFolder folder) throws IOException {
        var file = folder.describe(NAME);
        var bytes = folder.read(NAME, LONGEST)
                .orElseThrow(() -> new BadInputException(
                        "no-config",
                        "There is no %s. A model is a folder with config.json, model.safetensors and tokenizer.json."
                                .formatted(file),
                        Map.of("file", file)));
        return new ConfigFile(file, JsonFile.parse(file, bytes)).gpt2();
    }

    private Gpt2Config gpt2() {
        checkArchitecture();
        checkKeys();
        requireValue("scale_attn_weights", true);
        requireValue("scale_attn_by_inverse_layer_idx", false);
        requireValue("add_cross_attention", false);
        requireValue("is_encoder_decoder", false);
        var sizes = sizes();
        return new Gpt2Config(sizes, gelu(), epsilon(), flag("tie_word_embeddings", true), endOfText(sizes));
    }

    private void checkArchitecture() {
        var type = value("model_type")
                .orElseThrow(() -> bad("names no model_type; Orrery loads models of the type \"gpt2\"", Map.of()));
        if (!type.asText().equals(ARCHITECTURE)) {
            throw new BadInputException(
                    "unsupported-architecture",
                    "%s describes a model of the architecture \"%s\"; Orrery loads \"gpt2\"."
                            .formatted(file, type.asText()),
                    Map.of("file", file, "architecture", type.asText(), "supported", List.of(ARCHITECTURE)));
        }
        value("architectures").ifPresent(classes -> {
            for (var name : classes) {
                if (!Set.of("GPT2LMHeadModel", "GPT2Model").contains(name.asText())) {
                    throw bad(
                            "is of the class \"%s\"; Orrery loads \"GPT2LMHeadModel\"".formatted(name.asText()),
                            Map.of("key", "architectures"));
                }
            }
        });
    }

    private void checkKeys() {
        for (var entry : config.properties()) {
            var key = entry.getKey();
            if (!entry.getValue().isNull()
                    && !UNDERSTOOD.contains(key)
                    && !HARMLESS.contains(key)
                    && !isNothing(entry)) {
                throw unsupported(key, entry.getValue(), "Orrery does not know it, and it may change the numbers");
            }
        }
    }

    /** Heads that were pruned change the shapes; an empty list of them is what every configuration once held. */
    private static boolean isNothing(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equals("pruned_heads") && entry.getValue().isEmpty();
    }

    private void requireValue(String key, boolean only) {
        if (flag(key, only) != only) {
            throw unsupported(key, config.get(key), "Orrery computes it as " + only + " only");
        }
    }

    private Sizes sizes() {
        int model = size(1 << 16, "n_embd", "hidden_size");
        int layers = size(1 << 12, "n_layer", "num_hidden_layers");
        int heads = size(1 << 12, "n_head", "num_attention_heads");
        int context = size(1 << 20, "n_positions", "max_position_embeddings", "n_ctx");
        int vocabulary = size(1 << 24, "vocab_size");
        if (model % heads != 0) {
            throw bad(
                    "gives n_embd %d, which n_head %d does not divide".formatted(model, heads),
                    Map.of("key", "n_embd"));
        }
        int mlp = value("n_inner").isPresent() ? size(1 << 20, "n_inner") : 4 * model;
        return new Sizes(model, model / heads, mlp, vocabulary, layers, heads, heads, context);
    }

    /** A size that has one or more names; where more than one is given, all must agree. */
    private int size(int largest, String... names) {
        int size = 0;
        var from = "";
        for (var name : names) {
            var value = value(name);
            if (value.isEmpty()) {
                continue;
            }
            var number = value.get();
            if (!number.canConvertToInt()
                    || !number.isIntegralNumber()
                    || number.intValue() < 1
                    || number.intValue() > largest) {
                throw bad(
                        "gives %s as %s; it must be a whole number from 1 to %d".formatted(name, number, largest),
                        Map.of("key", name));
            }
            if (size != 0 && size != number.intValue()) {
                throw bad(
                        "gives %s as %d, but %s as %s; they must be equal".formatted(from, size, name, number),
                        Map.of("key", name));
            }
            size = number.intValue();
            from = name;
        }
        if (size == 0) {
            throw bad("does not give " + names[0], Map.of("key", names[0]));
        }
        return size;
    }

    private Gelu.Form gelu() {
        var name = value("activation_function").map(JsonNode::asText).orElse("gelu_new");
        return switch (name) {
            case "gelu_new", "gelu_pytorch_tanh" -> Gelu.Form.TANH;
            case "gelu" -> Gelu.Form.ERF;
            default ->
                throw unsupported(
                        "activation_function",
                        config.get("activation_function"),
                        "Orrery computes \"gelu_new\", \"gelu_pytorch_tanh\" and \"gelu\"");
        };
    }

    private double epsilon() {
        var value = value("layer_norm_epsilon");
        if (value.isEmpty()) {
            return 1e-5;
        }
        double epsilon = value.get().asDouble();
        if (!value.get().isNumber() || !(epsilon > 0 && epsilon < 1)) {
            throw bad(
                    "gives layer_norm_epsilon as %s; it must be a number between 0 and 1".formatted(value.get()),
                    Map.of("key", "layer_norm_epsilon"));
        }
        return epsilon;
    }

    private List<Integer> endOfText(Sizes sizes) {
        List<Integer> tokens = new ArrayList<>();
        value("eos_token_id").ifPresent(value -> {
            for (var token : value.isArray() ? value : List.of(value)) {
                if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
                    throw bad(
                            "gives eos_token_id as %s; it must be a token's number".formatted(value),
                            Map.of("key", "eos_token_id"));
                }
                // A number past the vocabulary is a token that cannot come, as in models made by shrinking another.
                if (token.intValue() < sizes.d_vocab()) {
                    tokens.add(token.intValue());
                }
            }
        });
        return tokens;
    }

    private boolean flag(String key, boolean otherwise) {
        var value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.get().isBoolean()) {
            throw bad("gives %s as %s; it must be true or false".formatted(key, value.get()), Map.of("key", key));
        }
        return value.get().booleanValue();
    }

    private Optional<JsonNode> value(String key) {
        return Optional.ofNullable(config.get(key)).filter(value -> !value.isNull());
    }

    private BadInputException unsupported(String key, JsonNode value, String why) {
        var text = value.toString();
        return new BadInputException(
                "unsupported-config",
                "%s sets \"%s\" to %s; %s."
                        .formatted(file, key, text.length() > 80 ? text.substring(0, 80) + "…" : text, why),
                Map.of("file", file, "key", key));
    }

    private BadInputException bad(String what, Map<String, Object> parameters) {
        return new BadInputException("bad-config", file + " " + what + ".", parameters);
    }
}
