package io.orrery.model.gguf;

import io.orrery.error.OrreryException;
import io.orrery.model.config.Gemma3Config;
import io.orrery.model.config.GptNeoXConfig;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.config.Olmo2Config;
import io.orrery.model.config.Qwen3MoeConfig;
import io.orrery.model.file.TensorFile;
import io.orrery.model.weights.Checkpoint;
import io.orrery.model.weights.FusedAttention;
import io.orrery.model.weights.GptNeoXCheckpoint;
import io.orrery.model.weights.StackedExperts;
import io.orrery.model.weights.StoredTensor;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The weights of a GGUF file: their names, and their rows in the order of the other formats. */
public final class GgufTensors {
    static final String HEAD = "output.weight";
    static final String ROTARY_TABLE = "rope_freqs.weight";

    private static final String EMBEDDING = "token_embd.weight";
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    /** The names of a layer's tensors in this format, by Hugging Face's names. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("pre_feedforward_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"),
            Map.entry("mlp.gate", "ffn_gate_inp"),
            Map.entry("mlp.experts.gate_proj", "ffn_gate_exps"),
            Map.entry("mlp.experts.up_proj", "ffn_up_exps"),
            Map.entry("mlp.experts.down_proj", "ffn_down_exps"),
            Map.entry("post_feedforward_layernorm", "post_ffw_norm"),
            Map.entry("attention.query", "attn_q"),
            Map.entry("attention.key", "attn_k"),
            Map.entry("attention.value", "attn_v"),
            Map.entry("attention.dense", "attn_output"),
            Map.entry("mlp.dense_h_to_4h", "ffn_up"),
            Map.entry("mlp.dense_4h_to_h", "ffn_down"));

    /** GPT-NeoX's queries, keys and values of a layer are one tensor. */
    private static final FusedAttention.Names FUSED =
            new FusedAttention.Names("blk.", ".", "attn_qkv", List.of("attn_q", "attn_k", "attn_v"));

    private static final String CONFIGURED_BY = "metadata";

    private static final Pattern FINAL_NORM = Pattern.compile("(?:final_layer_)?norm(\\.(?:weight|bias))");

    /** Hugging Face's name of two norms: the one before the MLP, and in families with norms behind attention the one there. */
    private static final String AFTER_ATTENTION = "post_attention_layernorm";

    private static final Pattern OF_A_LAYER = Pattern.compile("layers\\.(\\d+)\\.(.+)(\\.(?:weight|bias))");

    private GgufTensors() {}

    /**
     * The checkpoint with the names of this format.
     *
     * @param huggingFace the checkpoint of this configuration with Hugging Face's names
     */
    public static Checkpoint named(Checkpoint huggingFace, ModelConfig config) {
        boolean isBehind = config instanceof Olmo2Config || config instanceof Gemma3Config;
        List<StoredTensor> tensors = new ArrayList<>();
        for (var stored : huggingFace.tensors()) {
            tensors.add(new StoredTensor(
                    name(stored.name(), huggingFace, isBehind), stored.shape(), stored.transposed(), stored.weights()));
        }
        var ignored = isLlama(config) ? Pattern.compile(Pattern.quote(ROTARY_TABLE)) : NOTHING;
        return new Checkpoint(huggingFace.family(), "", EMBEDDING, HEAD, ignored, CONFIGURED_BY, List.copyOf(tensors));
    }

    private static String name(String stored, Checkpoint huggingFace, boolean isBehind) {
        var layer = OF_A_LAYER.matcher(stored);
        if (layer.matches()) {
            var name = layer.group(2).equals(AFTER_ATTENTION)
                    ? isBehind ? "post_attention_norm" : "ffn_norm"
                    : NAMES.get(layer.group(2));
            return "blk." + layer.group(1) + "." + name + layer.group(3);
        }
        if (stored.equals(huggingFace.embedding())) {
            return EMBEDDING;
        }
        return stored.equals(huggingFace.head())
                ? HEAD
                : FINAL_NORM.matcher(stored).replaceFirst("output_norm$1");
    }

    private static boolean isLlama(ModelConfig config) {
        return config instanceof LlamaConfig llama && llama.architecture().equals("llama");
    }

    /**
     * The file with the tensors that {@link #named} names, their rows in the order of the other formats, and experts in stacks.
     *
     * @throws OrreryException if fused queries, keys and values, or the matrices of experts, are missing or have another shape
     */
    public static TensorFile inOrder(Gguf file, Checkpoint named, ModelConfig config) {
        var sizes = config.sizes();
        if (config instanceof GptNeoXConfig) {
            // All queries, all keys, all values.
            return new FusedAttention(file, FUSED, sizes.d_model())
                    .checked(sizes, GptNeoXCheckpoint.FAMILY, CONFIGURED_BY);
        }
        if (config instanceof Qwen3MoeConfig moe) {
            return StackedExperts.ofAll(file, named, moe.experts().count());
        }
        return isLlama(config) ? new Halves(file, sizes.d_head()) : file;
    }

    /**
     * A Llama's queries and keys, reordered so that dimension i is rotated together with i + d_head/2. In the file these two are
     * adjacent: rows 2i and 2i + 1 of their head. Files of no other architecture have that order.
     */
    private record Halves(Gguf file, int dHead) implements TensorFile {
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
    }
}
