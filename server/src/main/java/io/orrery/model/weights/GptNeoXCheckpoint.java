package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.GptNeoXConfig;
import io.orrery.model.file.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * GPT-NeoX's weights as Hugging Face stores them: linear weights out × in; the queries, keys and values of a layer are one tensor, head by
 * head: the queries of the first head, its keys, its values, the queries of the second.
 */
public final class GptNeoXCheckpoint {
    public static final String FAMILY = "GPT-NeoX";
    private static final String PREFIX = "gpt_neox.";
    private static final String EMBEDDING = "embed_in.weight";
    private static final String HEAD = "embed_out.weight";
    private static final List<String> PARTS = List.of("query", "key", "value");

    /** The causal mask, its fill value and the rotary frequencies, which older files contain. They are ignored. */
    private static final Pattern CONSTANTS =
            Pattern.compile("layers\\.\\d+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

    private GptNeoXCheckpoint() {}

    /** The checkpoint of a file that {@link #separated} has separated. */
    public static Checkpoint of(GptNeoXConfig config) {
        return new Checkpoint(FAMILY, PREFIX, EMBEDDING, HEAD, CONSTANTS, ConfigFile.NAME, tensors(config));
    }

    private static List<StoredTensor> tensors(GptNeoXConfig config) {
        var sizes = config.sizes();
        int model = sizes.d_model();
        int mlp = sizes.d_mlp();
        List<StoredTensor> all = new ArrayList<>();
        all.add(StoredTensor.embedding(EMBEDDING, sizes.d_vocab(), model, config.tied()));
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var stored = "layers." + layer + ".";
            var block = "blocks." + layer + ".";
            var attention = stored + "attention.";
            all.addAll(norm(stored + "input_layernorm", model, block + "ln1"));
            for (int part = 0; part < PARTS.size(); part++) {
                var letter = "QKV".substring(part, part + 1);
                all.addAll(linear(attention + PARTS.get(part), model, model, block + "attn.", letter));
            }
            all.addAll(linear(attention + "dense", model, model, block + "attn.", "O"));
            all.addAll(norm(stored + "post_attention_layernorm", model, block + "ln2"));
            all.addAll(linear(stored + "mlp.dense_h_to_4h", mlp, model, block + "mlp.", "in"));
            all.addAll(linear(stored + "mlp.dense_4h_to_h", model, mlp, block + "mlp.", "out"));
        }
        all.addAll(norm("final_layer_norm", model, "ln_final"));
        if (!config.tied()) {
            all.add(StoredTensor.transposed(HEAD, sizes.d_vocab(), model, "unembed.W_U"));
        }
        return List.copyOf(all);
    }

    private static List<StoredTensor> linear(String name, int out, int in, String of, String letter) {
        return List.of(
                StoredTensor.transposed(name + ".weight", out, in, of + "W_" + letter),
                StoredTensor.vector(name + ".bias", out, of + "b_" + letter));
    }

    private static List<StoredTensor> norm(String name, int size, String weights) {
        return List.of(
                StoredTensor.vector(name + ".weight", size, weights + ".w"),
                StoredTensor.vector(name + ".bias", size, weights + ".b"));
    }

    /**
     * The file with queries, keys and values as tensors of their own.
     *
     * @throws OrreryException if a fused tensor is missing or has another shape, or if there is a part of one already
     */
    public static TensorFile separated(TensorFile file, GptNeoXConfig config) {
        var used = file.names().contains(PREFIX + EMBEDDING) ? PREFIX : "";
        var names = new FusedAttention.Names(used + "layers.", ".attention.", "query_key_value", PARTS);
        // A head's queries, keys and values stand together.
        return new FusedAttention(file, names, config.sizes().d_head())
                .checked(config.sizes(), FAMILY, ConfigFile.NAME);
    }
}
