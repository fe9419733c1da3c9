package io.orrery.model.gguf;

import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Experts;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import io.orrery.model.config.Gemma3Config;
import io.orrery.model.config.GptNeoXConfig;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.config.Olmo2Config;
import io.orrery.model.config.Qwen3Config;
import io.orrery.model.config.Qwen3MoeConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a model's configuration from the metadata of its GGUF file. Keys begin with the architecture, such as
 * {@code qwen3.block_count}; every such key must be understood here, as those of a {@code config.json} must be.
 */
public final class GgufConfig {
    private static final String NEOX = "gptneox";
    private static final String EXPERTS = "qwen3moe";
    private static final List<String> ARCHITECTURES =
            List.of("llama", "qwen2", "qwen3", EXPERTS, "olmo2", "gemma3", NEOX);

    private static final String EPSILON = "attention.layer_norm_rms_epsilon";
    private static final String ROTATED = "rope.dimension_count";

    /** GPT-NeoX's keys. */
    private static final String LAYER_NORM_EPSILON = "attention.layer_norm_epsilon";

    private static final String PARALLEL = "use_parallel_residual";
    private static final String WINDOW = "attention.sliding_window";
    private static final String LOCAL_BASE = "rope.freq_base_swa";

    /** The keys that are read here, or that are redundant, without their architecture. */
    private static final Set<String> KNOWN = Set.of(
            "context_length",
            "embedding_length",
            "block_count",
            "feed_forward_length",
            "attention.head_count",
            "attention.head_count_kv",
            "attention.key_length",
            "attention.value_length",
            EPSILON,
            "attention.causal",
            WINDOW,
            ROTATED,
            "rope.freq_base",
            "rope.scaling.type",
            "rope.scale_linear",
            "expert_count",
            "expert_used_count",
            "vocab_size",
            "tensor_data_layout");

    /** The width of an expert; {@code feed_forward_length} is that of layers without experts, of which there are none. */
    private static final String EXPERT_WIDTH = "expert_feed_forward_length";

    /** The most experts of a layer, so that their matrices together stay within the length of an array. */
    private static final int MOST_EXPERTS = 1 << 10;

    /** The base of Gemma 3's local layers, in files that give none. */
    private static final double GEMMAS_LOCAL_BASE = 10_000;

    /** Of Gemma 3's layers every sixth sees all; files do not say so. */
    private static final int GEMMAS_PATTERN = 6;

    /** The layers of the Gemma 3 model whose scores have a scale of their own. */
    private static final int LARGEST_GEMMA = 62;

    private final Gguf file;
    private final GgufMetadata metadata;
    private final String architecture;

    private GgufConfig(Gguf file, String architecture) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = architecture;
    }

    /**
     * The configuration in a file's metadata.
     *
     * @throws OrreryException if its architecture or one of its settings is unsupported
     */
    public static ModelConfig of(Gguf file) throws IOException {
        var metadata = file.metadata();
        var architecture = metadata.requiredText("general.architecture");
        if (!ARCHITECTURES.contains(architecture)) {
            var supported = ARCHITECTURES.stream().map(name -> '"' + name + '"').toList();
            throw new OrreryException(
                    new ConfigError.UnsupportedGgufArchitecture(metadata.file(), architecture, new Series(supported)));
        }
        if (!metadata.text("general.type").orElse("model").equals("model")) {
            throw metadata.unsupported("general.type", ConfigError.NotAModel::new);
        }
        return new GgufConfig(file, architecture).read();
    }

    private ModelConfig read() throws IOException {
        var sizes = sizes();
        check(sizes);
        double theta = theta("rope.freq_base", 10_000);
        var given = key(architecture.equals(NEOX) ? LAYER_NORM_EPSILON : EPSILON);
        double epsilon = metadata.number(given, 0, 1).orElseThrow(() -> metadata.missing(given));
        boolean tied = !file.names().contains(GgufTensors.HEAD);
        var ends = endOfText(sizes);
        return switch (architecture) {
            case EXPERTS -> new Qwen3MoeConfig(sizes, epsilon, Rotary.of(theta), experts(), tied, ends);
            case "qwen3" -> new Qwen3Config(sizes, epsilon, Rotary.of(theta), tied, ends);
            case "olmo2" -> new Olmo2Config(sizes, epsilon, Rotary.of(theta), tied, ends);
            case "gemma3" ->
                new Gemma3Config(
                        sizes,
                        epsilon,
                        1
                                / Math.sqrt(
                                        sizes.n_layers() == LARGEST_GEMMA
                                                ? (double) sizes.d_model() / sizes.n_heads()
                                                : sizes.d_head()),
                        metadata.size(key(WINDOW), 1 << 30),
                        Rotary.of(theta),
                        Rotary.of(theta(LOCAL_BASE, GEMMAS_LOCAL_BASE)),
                        Gemma3Config.pattern(sizes.n_layers(), GEMMAS_PATTERN),
                        false,
                        tied,
                        ends);
            // The files do not name the form of GELU; the models of this family have the exact one.
            case NEOX -> new GptNeoXConfig(sizes, Gelu.Form.ERF, epsilon, Rotary.of(theta), rotated(sizes), tied, ends);
            case "llama" -> {
                var rotary = new Rotary(theta, divisors(sizes.d_head()));
                yield new LlamaConfig(architecture, sizes, epsilon, rotary, false, tied, ends);
            }
            default -> new LlamaConfig(architecture, sizes, epsilon, Rotary.of(theta), true, tied, ends);
        };
    }

    /** llama.cpp divides the weights of this architecture's experts by their sum; no key says so. */
    private Experts experts() {
        int count = metadata.size(key("expert_count"), MOST_EXPERTS);
        int taken = metadata.size(key("expert_used_count"), MOST_EXPERTS);
        if (taken > count) {
            throw new OrreryException(new ConfigError.TooManyExpertsTaken(
                    metadata.file(), key("expert_used_count"), taken, key("expert_count"), count));
        }
        return new Experts(count, taken, true);
    }

    /** A key of this architecture. */
    private String key(String name) {
        return architecture + "." + name;
    }

    private double theta(String name, double otherwise) {
        return metadata.number(key(name), 1, 1e12).orElse(otherwise);
    }

    private List<Integer> endOfText(Sizes sizes) {
        return Stream.of("eos", "eot", "eom")
                .flatMap(end -> metadata.whole("tokenizer.ggml." + end + "_token_id").stream())
                .filter(token -> token >= 0 && token < sizes.d_vocab())
                .map(Long::intValue)
                .distinct()
                .toList();
    }

    private Sizes sizes() {
        int model = metadata.size(key("embedding_length"), 1 << 16);
        int heads = metadata.size(key("attention.head_count"), 1 << 12);
        int groups =
                metadata.optionalSize(key("attention.head_count_kv"), 1 << 12).orElse(heads);
        if (heads % groups != 0) {
            throw new OrreryException(new ConfigError.IndivisibleHeads(metadata.file(), heads, groups));
        }
        int head = metadata.optionalSize(key("attention.key_length"), 1 << 16).orElse(model / heads);
        if (head % 2 != 0 || head == 0) {
            throw new OrreryException(new ConfigError.OddHeadSize(metadata.file(), head));
        }
        int tokens = metadata.list("tokenizer.ggml.tokens", String.class)
                .orElseThrow(() -> metadata.missing("tokenizer.ggml.tokens"))
                .size();
        return new Sizes(
                model,
                head,
                metadata.size(key(architecture.equals(EXPERTS) ? EXPERT_WIDTH : "feed_forward_length"), 1 << 20),
                metadata.optionalSize(key("vocab_size"), 1 << 24).orElse(tokens),
                metadata.size(key("block_count"), 1 << 12),
                heads,
                groups,
                metadata.size(key("context_length"), 1 << 20));
    }

    private void check(Sizes sizes) {
        var prefix = key("");
        for (var key : metadata.keys()) {
            if (key.startsWith(prefix) && !isKnown(key.substring(prefix.length()))) {
                throw metadata.unsupported(key, ConfigError.UnknownSetting::new);
            }
        }
        if (architecture.equals(NEOX)) {
            checkNeoX(sizes);
        } else {
            checkSize(key(ROTATED), sizes.d_head());
        }
        checkSize(key("attention.value_length"), sizes.d_head());
        if (!architecture.equals(EXPERTS) && metadata.whole(key("expert_count")).orElse(0L) != 0) {
            throw metadata.unsupported(key("expert_count"), ConfigError.SeveralExperts::new);
        }
        if (!metadata.flag(key("attention.causal")).orElse(true)) {
            throw metadata.unsupported(key("attention.causal"), ConfigError.NotCausal::new);
        }
        if (!architecture.equals("gemma3")) {
            checkWindow(sizes.n_ctx());
        }
        if (!metadata.text(key("rope.scaling.type")).orElse("none").equals("none")) {
            throw metadata.unsupported(
                    key("rope.scaling.type"),
                    (in, key, value) ->
                            new ConfigError.UnsupportedSetting(in, key, value, new Series(List.of("\"none\""))));
        }
        if (metadata.number(key("rope.scale_linear"), 0, 1e12).orElse(1.0) != 1) {
            throw metadata.unsupported(
                    key("rope.scale_linear"), (in, key, value) -> new ConfigError.FixedSetting(in, key, value, "1"));
        }
    }

    private boolean isKnown(String name) {
        return switch (architecture) {
            case "gemma3" -> KNOWN.contains(name) || name.equals(LOCAL_BASE);
            case EXPERTS -> KNOWN.contains(name) || name.equals(EXPERT_WIDTH);
            case NEOX ->
                (KNOWN.contains(name) && !name.equals(EPSILON))
                        || name.equals(LAYER_NORM_EPSILON)
                        || name.equals(PARALLEL);
            default -> KNOWN.contains(name);
        };
    }

    private void checkNeoX(Sizes sizes) {
        if (!metadata.flag(key(PARALLEL)).orElse(true)) {
            throw metadata.unsupported(
                    key(PARALLEL), (in, key, value) -> new ConfigError.FixedSetting(in, key, value, "true"));
        }
        if (sizes.d_head() * sizes.n_heads() != sizes.d_model()) {
            throw new OrreryException(new ConfigError.Indivisible(
                    metadata.file(),
                    key("embedding_length"),
                    sizes.d_model(),
                    key("attention.head_count"),
                    sizes.n_heads()));
        }
        if (sizes.n_key_value_heads() != sizes.n_heads()) {
            throw metadata.unsupported(
                    key("attention.head_count_kv"),
                    (in, key, value) -> new ConfigError.FixedSetting(in, key, value, String.valueOf(sizes.n_heads())));
        }
    }

    /** How many dimensions of each head are rotated. */
    private int rotated(Sizes sizes) {
        int rotated = metadata.size(key(ROTATED), sizes.d_head());
        if (rotated % 2 != 0) {
            throw metadata.unsupported(key(ROTATED), ConfigError.UnknownSetting::new);
        }
        return rotated;
    }

    /** Refuses a window, unless it is at least as long as the context and so masks nothing. */
    private void checkWindow(int context) {
        long window = metadata.whole(key(WINDOW)).orElse(0L);
        if (window != 0 && window < context) {
            throw metadata.unsupported(
                    key(WINDOW), (in, key, value) -> new ConfigError.WindowTooShort(in, key, value, context));
        }
    }

    private void checkSize(String key, int only) {
        if (metadata.optionalSize(key, 1 << 16).orElse(only) != only) {
            throw metadata.unsupported(
                    key, (in, name, value) -> new ConfigError.HeadSizesDiffer(in, name, value, only));
        }
    }

    /** The table of divisors of rotary frequencies, if there is one. */
    private Optional<Rotary.Scaling> divisors(int dHead) throws IOException {
        var table = GgufTensors.ROTARY_TABLE;
        if (!file.names().contains(table)) {
            return Optional.empty();
        }
        int pairs = dHead / 2;
        List<Double> divisors = new ArrayList<>();
        var encoding = file.encoding(table);
        if (Arrays.equals(file.shape(table), new int[] {pairs})) {
            var raw = new byte[pairs / encoding.elements() * encoding.bytes()];
            file.read(table, 0, pairs, raw);
            var numbers = new float[pairs];
            encoding.decode(raw, 0, pairs / encoding.elements(), numbers, 0);
            for (float number : numbers) {
                divisors.add((double) number);
            }
        }
        if (divisors.isEmpty() || divisors.stream().anyMatch(by -> !(by > 0 && by < Double.POSITIVE_INFINITY))) {
            throw new OrreryException(new ConfigError.RotaryTable(file.name(), table, pairs));
        }
        return Optional.of(new Rotary.Divisors(divisors));
    }
}
