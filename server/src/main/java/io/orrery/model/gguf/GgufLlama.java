package io.orrery.model.gguf;

import io.orrery.error.ConfigError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Rotary;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.file.TensorFile;
import io.orrery.model.weights.Checkpoint;
import io.orrery.model.weights.LlamaCheckpoint;
import io.orrery.model.weights.StoredTensor;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Llama or Mistral model in a GGUF file: reads its configuration from the metadata, and locates its weights. */
public final class GgufLlama {
    private static final String EMBEDDING = "token_embd.weight";
    private static final String HEAD = "output.weight";
    private static final String ROTARY_TABLE = "rope_freqs.weight";
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    /** The names of a layer's tensors in this format, by Hugging Face's names. */
    private static final Map<String, String> NAMES = Map.of(
            "input_layernorm", "attn_norm",
            "self_attn.q_proj", "attn_q",
            "self_attn.k_proj", "attn_k",
            "self_attn.v_proj", "attn_v",
            "self_attn.o_proj", "attn_output",
            "post_attention_layernorm", "ffn_norm",
            "mlp.gate_proj", "ffn_gate",
            "mlp.up_proj", "ffn_up",
            "mlp.down_proj", "ffn_down");

    private static final Pattern OF_A_LAYER = Pattern.compile("layers\\.(\\d+)\\.(.+)\\.weight");

    /** The keys of the architecture that are read here, or that are redundant. */
    private static final Set<String> KNOWN = Set.of(
            "llama.context_length",
            "llama.embedding_length",
            "llama.block_count",
            "llama.feed_forward_length",
            "llama.attention.head_count",
            "llama.attention.head_count_kv",
            "llama.attention.key_length",
            "llama.attention.value_length",
            "llama.attention.layer_norm_rms_epsilon",
            "llama.attention.causal",
            "llama.attention.sliding_window",
            "llama.rope.dimension_count",
            "llama.rope.freq_base",
            "llama.rope.scaling.type",
            "llama.rope.scale_linear",
            "llama.expert_count",
            "llama.expert_used_count",
            "llama.vocab_size",
            "llama.tensor_data_layout");

    private GgufLlama() {}

    /**
     * The configuration in a file's metadata.
     *
     * @throws OrreryException if its architecture or one of its settings is unsupported
     */
    public static LlamaConfig config(Gguf file) {
        var metadata = file.metadata();
        checkKind(metadata);
        var sizes = sizes(metadata);
        check(metadata, sizes);
        checkRotary(file);
        var endOfText = Stream.of("eos", "eot", "eom")
                .flatMap(end -> metadata.whole("tokenizer.ggml." + end + "_token_id").stream())
                .filter(token -> token >= 0 && token < sizes.d_vocab())
                .map(Long::intValue)
                .distinct()
                .toList();
        double theta = metadata.number("llama.rope.freq_base", 1, 1e12).orElse(10_000.0);
        double epsilon = metadata.number("llama.attention.layer_norm_rms_epsilon", 0, 1)
                .orElseThrow(() -> metadata.missing("llama.attention.layer_norm_rms_epsilon"));
        boolean tied = !file.names().contains(HEAD);
        return new LlamaConfig("llama", sizes, epsilon, Rotary.of(theta), false, tied, endOfText);
    }

    private static void checkKind(GgufMetadata metadata) {
        var architecture = metadata.requiredText("general.architecture");
        if (!architecture.equals("llama")) {
            throw new OrreryException(new ConfigError.UnsupportedGgufArchitecture(metadata.file(), architecture));
        }
        if (!metadata.text("general.type").orElse("model").equals("model")) {
            throw metadata.unsupported("general.type", ConfigError.NotAModel::new);
        }
    }

    private static Sizes sizes(GgufMetadata metadata) {
        int model = metadata.size("llama.embedding_length", 1 << 16);
        int heads = metadata.size("llama.attention.head_count", 1 << 12);
        int groups =
                metadata.optionalSize("llama.attention.head_count_kv", 1 << 12).orElse(heads);
        if (heads % groups != 0) {
            throw new OrreryException(new ConfigError.IndivisibleHeads(metadata.file(), heads, groups));
        }
        int head = metadata.optionalSize("llama.attention.key_length", 1 << 16).orElse(model / heads);
        if (head % 2 != 0 || head == 0) {
            throw new OrreryException(new ConfigError.OddHeadSize(metadata.file(), head));
        }
        int tokens = metadata.list("tokenizer.ggml.tokens", String.class)
                .orElseThrow(() -> metadata.missing("tokenizer.ggml.tokens"))
                .size();
        return new Sizes(
                model,
                head,
                metadata.size("llama.feed_forward_length", 1 << 20),
                metadata.optionalSize("llama.vocab_size", 1 << 24).orElse(tokens),
                metadata.size("llama.block_count", 1 << 12),
                heads,
                groups,
                metadata.size("llama.context_length", 1 << 20));
    }

    private static void check(GgufMetadata metadata, Sizes sizes) {
        for (var key : metadata.keys()) {
            if (key.startsWith("llama.") && !KNOWN.contains(key)) {
                throw metadata.unsupported(key, ConfigError.UnknownSetting::new);
            }
        }
        checkSize(metadata, "llama.rope.dimension_count", sizes.d_head());
        checkSize(metadata, "llama.attention.value_length", sizes.d_head());
        if (metadata.whole("llama.expert_count").orElse(0L) != 0) {
            throw metadata.unsupported("llama.expert_count", ConfigError.SeveralExperts::new);
        }
        if (!metadata.flag("llama.attention.causal").orElse(true)) {
            throw metadata.unsupported("llama.attention.causal", ConfigError.NotCausal::new);
        }
        long window = metadata.whole("llama.attention.sliding_window").orElse(0L);
        if (window != 0 && window < sizes.n_ctx()) {
            throw metadata.unsupported(
                    "llama.attention.sliding_window",
                    (file, key, value) -> new ConfigError.WindowTooShort(file, key, value, sizes.n_ctx()));
        }
        if (!metadata.text("llama.rope.scaling.type").orElse("none").equals("none")) {
            throw metadata.unsupported(
                    "llama.rope.scaling.type",
                    (file, key, value) ->
                            new ConfigError.UnsupportedSetting(file, key, value, new Series(List.of("\"none\""))));
        }
        if (metadata.number("llama.rope.scale_linear", 0, 1e12).orElse(1.0) != 1) {
            throw metadata.unsupported(
                    "llama.rope.scale_linear",
                    (file, key, value) -> new ConfigError.FixedSetting(file, key, value, "1"));
        }
    }

    private static void checkRotary(Gguf file) {
        if (file.names().contains(ROTARY_TABLE)) {
            throw new OrreryException(new ConfigError.RotaryTable(file.name(), ROTARY_TABLE));
        }
    }

    private static void checkSize(GgufMetadata metadata, String key, int only) {
        if (metadata.optionalSize(key, 1 << 16).orElse(only) != only) {
            throw metadata.unsupported(
                    key, (file, name, value) -> new ConfigError.HeadSizesDiffer(file, name, value, only));
        }
    }

    /** The checkpoint, with the names of this format. */
    public static Checkpoint checkpoint(LlamaConfig config) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (var stored : LlamaCheckpoint.of(config).tensors()) {
            tensors.add(new StoredTensor(name(stored.name()), stored.shape(), stored.transposed(), stored.weights()));
        }
        return new Checkpoint("Llama", "", EMBEDDING, HEAD, NOTHING, "metadata", List.copyOf(tensors));
    }

    private static String name(String huggingFace) {
        var layer = OF_A_LAYER.matcher(huggingFace);
        if (layer.matches()) {
            return "blk." + layer.group(1) + "." + NAMES.get(layer.group(2)) + ".weight";
        }
        return switch (huggingFace) {
            case LlamaCheckpoint.EMBEDDING -> EMBEDDING;
            case LlamaCheckpoint.FINAL_NORM -> "output_norm.weight";
            case LlamaCheckpoint.HEAD -> HEAD;
            default -> throw new IllegalArgumentException(huggingFace);
        };
    }

    /**
     * The file with the rows of query and key weights reordered as in the other formats, where dimension i is rotated
     * together with i + d_head/2. In the file these two are adjacent: rows 2i and 2i + 1 of their head.
     */
    public static TensorFile inHalves(Gguf file, LlamaConfig config) {
        int dHead = config.sizes().d_head();
        return new TensorFile() {
            @Override
            public String name() {
                return file.name();
            }

            @Override
            public Set<String> names() {
                return file.names();
            }

            @Override
            public int[] shape(String tensor) {
                return file.shape(tensor);
            }

            @Override
            public Encoding encoding(String tensor) {
                return file.encoding(tensor);
            }

            @Override
            public void read(String tensor, long from, int count, byte[] raw) throws IOException {
                if (!tensor.endsWith(".attn_q.weight") && !tensor.endsWith(".attn_k.weight")) {
                    file.read(tensor, from, count, raw);
                    return;
                }
                int columns = file.shape(tensor)[1];
                var encoding = file.encoding(tensor);
                var row = new byte[columns / encoding.elements() * encoding.bytes()];
                for (int done = 0; done < count / columns; done++) {
                    int wanted = (int) (from / columns) + done;
                    int head = wanted / dHead;
                    int d = wanted % dHead;
                    int stored = head * dHead + d % (dHead / 2) * 2 + d / (dHead / 2);
                    file.read(tensor, (long) stored * columns, columns, row);
                    System.arraycopy(row, 0, raw, done * row.length, row.length);
                }
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
