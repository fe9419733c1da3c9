package io.orrery.model.config;

import io.orrery.error.ConfigError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.file.ModelFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Hugging Face {@code config.json}, with the {@code generation_config.json} next to it.
 *
 * <p>Every key must be understood here, or be known not to affect the numbers that are shown. A model with any other key is
 * refused: it might be computed in another way, and wrong numbers would be shown as right. Keys with the value null are
 * ignored.
 *
 * @param config the keys of {@code config.json}
 * @param generation the keys of {@code generation_config.json}, if there is one
 */
public record ConfigFile(ConfigObject config, Optional<ConfigObject> generation) {
    public static final String NAME = "config.json";
    private static final String GENERATION = "generation_config.json";

    /** Size limit of either file, in bytes. */
    private static final int LONGEST = 1 << 20;

    /** The reader for each architecture, in the order in which error messages list them. */
    private static final Map<String, Function<ConfigFile, ModelConfig>> ARCHITECTURES = architectures();

    /** Keys that are understood for every architecture. */
    private static final Set<String> COMMON = Set.of(
            "model_type",
            "architectures",
            "tie_word_embeddings",
            "eos_token_id",
            "vocab_size",
            "add_cross_attention",
            "is_encoder_decoder");

    /** Keys for training, generation, classification and bookkeeping. Element types are ignored: everything is computed in float32. */
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
            "initializer_range",
            "attention_dropout",
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
            "finetuning_task",
            "problem_type",
            "id2label",
            "label2id",
            "num_labels",
            "is_decoder",
            "tie_encoder_decoder",
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
            "typical_p",
            "transformers.js_config");

    /**
     * Reads the configuration of a folder.
     *
     * @throws OrreryException if it is missing, of an unsupported architecture, or has a setting that is not implemented
     */
    public static ModelConfig read(ModelFolder folder) throws IOException {
        var file = folder.describe(NAME);
        var bytes =
                folder.read(NAME, LONGEST).orElseThrow(() -> new OrreryException(new ModelError.MissingConfig(file)));
        var generation = folder.read(GENERATION, LONGEST);
        var config = new ConfigFile(
                ConfigObject.of(file, bytes),
                generation.isPresent()
                        ? Optional.of(ConfigObject.of(folder.describe(GENERATION), generation.get()))
                        : Optional.empty());
        return ARCHITECTURES.get(config.architecture()).apply(config);
    }

    private static Map<String, Function<ConfigFile, ModelConfig>> architectures() {
        Map<String, Function<ConfigFile, ModelConfig>> all = new LinkedHashMap<>();
        all.put("gpt2", Gpt2Keys::read);
        for (var family : LlamaKeys.FAMILIES) {
            all.put(family, LlamaKeys::read);
        }
        all.put("gemma3_text", Gemma3Keys::read);
        all.put("gpt_neox", GptNeoXKeys::read);
        return all;
    }

    /** The value of {@code model_type}, which is one of the supported architectures. */
    String architecture() {
        var supported =
                ARCHITECTURES.keySet().stream().map(name -> '"' + name + '"').toList();
        var type = config.value("model_type")
                .orElseThrow(() -> new OrreryException(new ConfigError.NoModelType(config.file(), supported)));
        if (!ARCHITECTURES.containsKey(type.asText())) {
            throw new OrreryException(new ConfigError.UnknownArchitecture(config.file(), type.asText(), supported));
        }
        return type.asText();
    }

    /** Refuses a model of any other class. Error messages name the first of {@code names}. */
    void checkClasses(String... names) {
        config.list("architectures").ifPresent(classes -> {
            for (var name : classes) {
                if (!List.of(names).contains(name.asText())) {
                    throw new OrreryException(new ConfigError.WrongClass(config.file(), name.asText(), names[0]));
                }
            }
        });
        config.requireValue("add_cross_attention", false);
        config.requireValue("is_encoder_decoder", false);
    }

    /** Refuses every key that is in neither of the sets, nor known for all architectures. */
    void checkKeys(Set<String> understood, Set<String> harmless) {
        config.checkOnly(Stream.of(COMMON, HARMLESS, understood, harmless)
                .flatMap(Set::stream)
                .collect(Collectors.toSet()));
    }

    /** The tokens that end a text, according to both files. A chat model may have additional ones in the second. */
    List<Integer> endOfText(Sizes sizes) {
        Set<Integer> tokens = new LinkedHashSet<>();
        addEnds(config, sizes, tokens);
        generation.ifPresent(other -> addEnds(other, sizes, tokens));
        return List.copyOf(tokens);
    }

    private static void addEnds(ConfigObject from, Sizes sizes, Set<Integer> tokens) {
        from.value("eos_token_id").ifPresent(value -> {
            for (var token : value.isArray() ? value : List.of(value)) {
                if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
                    throw new OrreryException(
                            new ConfigError.NotATokenId(from.file(), "eos_token_id", value.toString()));
                }
                // A token beyond the vocabulary cannot occur; models that were shrunk from larger ones have such ids.
                if (token.intValue() < sizes.d_vocab()) {
                    tokens.add(token.intValue());
                }
            }
        });
    }
}
