package io.orrery.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.ConfigError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.file.JsonFile;
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
 * Reads a Hugging Face {@code config.json}.
 *
 * <p>Each key is one of three: it is understood here; it is known to change no number that is shown; or the model is
 * refused, for a model that is computed otherwise than its configuration says would show wrong numbers as right. A key
 * whose value is null says nothing.
 */
public final class ConfigFile {
    public static final String NAME = "config.json";
    private static final String GENERATION = "generation_config.json";

    private static final int LONGEST = 1 << 20;

    /** What each architecture's keys mean, in the order in which they are named to people. */
    private static final Map<String, Function<ConfigFile, ModelConfig>> ARCHITECTURES = architectures();

    /** Understood whatever the architecture. */
    private static final Set<String> COMMON = Set.of(
            "model_type",
            "architectures",
            "tie_word_embeddings",
            "eos_token_id",
            "vocab_size",
            "add_cross_attention",
            "is_encoder_decoder");

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

    private final String file;
    private final ObjectNode config;

    /** The keys that lead to {@link #config}, each with a dot behind it. */
    private final String path;

    private static final int LONGEST_SHOWN = 80;

    /** What is said elsewhere of how the model is used; a model that answers may end its text by more tokens there. */
    private final Optional<ConfigFile> generation;

    private ConfigFile(String file, ObjectNode config, String path, Optional<ConfigFile> generation) {
        this.file = file;
        this.config = config;
        this.path = path;
        this.generation = generation;
    }

    /**
     * Reads the configuration of a folder.
     *
     * @throws OrreryException if there is none, if it is of another architecture, or if it asks for something that is
     *     not implemented
     */
    public static ModelConfig read(ModelFolder folder) throws IOException {
        var file = folder.describe(NAME);
        var bytes =
                folder.read(NAME, LONGEST).orElseThrow(() -> new OrreryException(new ModelError.MissingConfig(file)));
        var generation = folder.read(GENERATION, LONGEST);
        var beside = generation.isPresent()
                ? Optional.of(of(folder.describe(GENERATION), generation.get()))
                : Optional.<ConfigFile>empty();
        var config = new ConfigFile(file, JsonFile.parse(file, bytes), "", beside);
        return ARCHITECTURES.get(config.architecture()).apply(config);
    }

    /** The keys of any file that holds one JSON object; {@code file} stands for it in messages. */
    public static ConfigFile of(String file, byte[] json) throws IOException {
        return new ConfigFile(file, JsonFile.parse(file, json), "", Optional.empty());
    }

    private static Map<String, Function<ConfigFile, ModelConfig>> architectures() {
        Map<String, Function<ConfigFile, ModelConfig>> all = new LinkedHashMap<>();
        all.put("gpt2", Gpt2Keys::read);
        for (var family : LlamaKeys.FAMILIES) {
            all.put(family, LlamaKeys::read);
        }
        return all;
    }

    /** What {@code model_type} names; one of those that can be loaded. */
    String architecture() {
        var supported =
                ARCHITECTURES.keySet().stream().map(name -> '"' + name + '"').toList();
        var type = value("model_type")
                .orElseThrow(() -> new OrreryException(new ConfigError.NoModelType(file, supported)));
        if (!ARCHITECTURES.containsKey(type.asText())) {
            throw new OrreryException(new ConfigError.UnknownArchitecture(file, type.asText(), supported));
        }
        return type.asText();
    }

    /** The model may only be of one of these classes; the first is the one that is named to people. */
    void checkClasses(String... names) {
        value("architectures").ifPresent(classes -> {
            for (var name : classes) {
                if (!List.of(names).contains(name.asText())) {
                    throw new OrreryException(new ConfigError.WrongClass(file, name.asText(), names[0]));
                }
            }
        });
        requireValue("add_cross_attention", false);
        requireValue("is_encoder_decoder", false);
    }

    /** Refuses every key that is in neither set, nor known for any architecture. */
    void checkKeys(Set<String> understood, Set<String> harmless) {
        checkOnly(Stream.of(COMMON, HARMLESS, understood, harmless)
                .flatMap(Set::stream)
                .collect(Collectors.toSet()));
    }

    /** Refuses every other key. */
    public void checkOnly(Set<String> known) {
        for (var entry : config.properties()) {
            if (!known.contains(entry.getKey()) && !isNothing(entry.getValue())) {
                throw unsupported(entry.getKey(), ConfigError.UnknownSetting::new);
            }
        }
    }

    /** An empty list or object asks for nothing, such as that of the heads that were pruned. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    /** The keys whose value is false. */
    public Set<String> switchedOff() {
        return config.properties().stream()
                .filter(entry ->
                        entry.getValue().isBoolean() && !entry.getValue().booleanValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void requireValue(String key, boolean only) {
        if (flag(key, only) != only) {
            throw unsupported(
                    key, (in, name, value) -> new ConfigError.FixedSetting(in, name, value, String.valueOf(only)));
        }
    }

    public void requireText(String key, String only) {
        if (!value(key).map(JsonNode::asText).orElse("").equals(only)) {
            throw unsupported(key, (in, name, value) -> new ConfigError.FixedText(in, name, value, only));
        }
    }

    /** A size that has one or more names; where more than one is given, all must agree. */
    public int size(int largest, String... names) {
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
                throw new OrreryException(
                        new ConfigError.SizeOutOfRange(file, path + name, number.toString(), largest));
            }
            if (size != 0 && size != number.intValue()) {
                throw new OrreryException(
                        new ConfigError.SettingsDiffer(file, from, String.valueOf(size), name, number.toString()));
            }
            size = number.intValue();
            from = name;
        }
        if (size == 0) {
            throw missing(names[0]);
        }
        return size;
    }

    /** A number between two bounds, themselves excluded. */
    public double number(String key, double above, double below) {
        var value = value(key).orElseThrow(() -> missing(key));
        double number = value.asDouble();
        if (!value.isNumber() || !(number > above && number < below)) {
            throw new OrreryException(new ConfigError.NumberOutOfRange(
                    file, path + key, value.toString(), shortest(above), shortest(below)));
        }
        return number;
    }

    public double number(String key, double above, double below, double otherwise) {
        return value(key).isPresent() ? number(key, above, below) : otherwise;
    }

    private static String shortest(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    /** The object under a key. */
    Optional<ConfigFile> object(String key) {
        return value(key).map(value -> {
            if (value instanceof ObjectNode object) {
                return new ConfigFile(file, object, path + key + ".", Optional.empty());
            }
            throw new OrreryException(new ConfigError.NotAnObject(file, path + key, value.toString()));
        });
    }

    /** Whether a key is there at all, be it with the value null. */
    boolean has(String key) {
        return config.has(key);
    }

    /** The tokens that end a text, by this file and by the one on generating. */
    List<Integer> endOfText(Sizes sizes) {
        Set<Integer> tokens = new LinkedHashSet<>();
        addEnds(sizes, tokens);
        generation.ifPresent(beside -> beside.addEnds(sizes, tokens));
        return List.copyOf(tokens);
    }

    private void addEnds(Sizes sizes, Set<Integer> tokens) {
        value("eos_token_id").ifPresent(value -> {
            for (var token : value.isArray() ? value : List.of(value)) {
                if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
                    throw new OrreryException(new ConfigError.NotATokenId(file, "eos_token_id", value.toString()));
                }
                // A number past the vocabulary is a token that cannot come, as in models made by shrinking another.
                if (token.intValue() < sizes.d_vocab()) {
                    tokens.add(token.intValue());
                }
            }
        });
    }

    public boolean flag(String key, boolean otherwise) {
        var value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.get().isBoolean()) {
            throw new OrreryException(
                    new ConfigError.NotAFlag(file, key, value.get().toString()));
        }
        return value.get().booleanValue();
    }

    public Optional<JsonNode> value(String key) {
        return Optional.ofNullable(config.get(key)).filter(value -> !value.isNull());
    }

    private OrreryException missing(String key) {
        return new OrreryException(new ConfigError.MissingSetting(file, path + key));
    }

    /** What is said of a setting that is not implemented. */
    public interface Objection {
        ConfigError to(String file, String key, String value);
    }

    public OrreryException unsupported(String key, Objection objection) {
        var text = config.path(key).toString();
        return new OrreryException(objection.to(
                file, path + key, text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text));
    }

    /** What the file is called in messages. */
    String file() {
        return file;
    }
}
