package io.orrery.model.weights;

import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.LlamaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The weights of Llama, Mistral and Qwen2 as Hugging Face stores them: linear weights out × in, one tensor each. */
public final class LlamaCheckpoint {
    public static final String HEAD = "lm_head.weight";
    public static final String EMBEDDING = "embed_tokens.weight";
    public static final String FINAL_NORM = "norm.weight";

    /** The rotary frequencies, which older files contain. They follow from the configuration, and are ignored. */
    private static final Pattern FREQUENCIES = Pattern.compile("(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

    private LlamaCheckpoint() {}

    public static Checkpoint of(LlamaConfig config) {
        var family = Character.toUpperCase(config.architecture().charAt(0))
                + config.architecture().substring(1);
        return new Checkpoint(family, "model.", EMBEDDING, HEAD, FREQUENCIES, ConfigFile.NAME, tensors(config));
    }

    private static List<StoredTensor> tensors(LlamaConfig config) {
        var sizes = config.sizes();
        int model = sizes.d_model();
        int mlp = sizes.d_mlp();
        int queries = sizes.n_heads() * sizes.d_head();
        int keys = sizes.n_key_value_heads() * sizes.d_head();
        List<StoredTensor> all = new ArrayList<>();
        all.add(StoredTensor.embedding(EMBEDDING, sizes.d_vocab(), model, config.tied()));
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var stored = "layers." + layer + ".";
            var block = "blocks." + layer + ".";
            all.add(StoredTensor.vector(stored + "input_layernorm.weight", model, block + "ln1.w"));
            all.addAll(projection(config, stored + "self_attn.q_proj", queries, block + "attn.", "Q"));
            all.addAll(projection(config, stored + "self_attn.k_proj", keys, block + "attn.", "K"));
            all.addAll(projection(config, stored + "self_attn.v_proj", keys, block + "attn.", "V"));
            all.add(StoredTensor.transposed(stored + "self_attn.o_proj.weight", model, queries, block + "attn.W_O"));
            all.add(StoredTensor.vector(stored + "post_attention_layernorm.weight", model, block + "ln2.w"));
            all.add(StoredTensor.transposed(stored + "mlp.gate_proj.weight", mlp, model, block + "mlp.W_gate"));
            all.add(StoredTensor.transposed(stored + "mlp.up_proj.weight", mlp, model, block + "mlp.W_in"));
            all.add(StoredTensor.transposed(stored + "mlp.down_proj.weight", model, mlp, block + "mlp.W_out"));
        }
        all.add(StoredTensor.vector(FINAL_NORM, model, "ln_final.w"));
        if (!config.tied()) {
            all.add(StoredTensor.transposed(HEAD, sizes.d_vocab(), model, "unembed.W_U"));
        }
        return List.copyOf(all);
    }

    private static List<StoredTensor> projection(
            LlamaConfig config, String name, int rows, String attn, String letter) {
        var weight =
                StoredTensor.transposed(name + ".weight", rows, config.sizes().d_model(), attn + "W_" + letter);
        return config.biased()
                ? List.of(weight, StoredTensor.vector(name + ".bias", rows, attn + "b_" + letter))
                : List.of(weight);
    }
}
