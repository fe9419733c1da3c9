package io.orrery.model.weights;

import io.orrery.graph.Sizes;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.Gemma3Config;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.config.ModelConfig;
import io.orrery.model.config.Olmo2Config;
import io.orrery.model.config.Qwen3Config;
import io.orrery.model.config.Qwen3MoeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The weights of Llama, Mistral, Qwen2, Qwen3, OLMo 2 and Gemma 3 as Hugging Face stores them: linear weights out × in, one tensor each.
 * The families differ in their norms, and one has experts in place of the MLP.
 */
public final class LlamaCheckpoint {
    public static final String HEAD = "lm_head.weight";
    public static final String EMBEDDING = "embed_tokens.weight";
    private static final String FINAL_NORM = "norm.weight";

    /** The rotary frequencies, which older files contain. They follow from the configuration, and are ignored. */
    private static final Pattern FREQUENCIES = Pattern.compile("(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

    /** A norm's name in files, and in the graph. */
    private record Norm(String stored, String weight) {}

    private static final List<Norm> BEFORE =
            List.of(new Norm("input_layernorm", "ln1"), new Norm("post_attention_layernorm", "ln2"));

    private static final List<Norm> BEHIND = List.of(
            new Norm("post_attention_layernorm", "ln1_post"), new Norm("post_feedforward_layernorm", "ln2_post"));

    private static final List<Norm> AROUND = List.of(
            new Norm("input_layernorm", "ln1"),
            new Norm("post_attention_layernorm", "ln1_post"),
            new Norm("pre_feedforward_layernorm", "ln2"),
            new Norm("post_feedforward_layernorm", "ln2_post"));

    /** What the norms of queries and keys are taken over. */
    private enum Heads {
        NONE,
        EACH,
        ALL
    }

    private final Sizes sizes;
    private final boolean tied;
    private final List<Norm> norms;
    private final Heads normed;
    private final boolean biased;

    /** How many experts a layer has; 0 if it has one MLP. */
    private final int experts;

    private LlamaCheckpoint(ModelConfig config, List<Norm> norms, Heads normed, boolean biased) {
        this.experts = config instanceof Qwen3MoeConfig moe ? moe.experts().count() : 0;
        this.sizes = config.sizes();
        this.tied = config.tied();
        this.norms = norms;
        this.normed = normed;
        this.biased = biased;
    }

    public static Checkpoint of(LlamaConfig config) {
        var family = Character.toUpperCase(config.architecture().charAt(0))
                + config.architecture().substring(1);
        return new LlamaCheckpoint(config, BEFORE, Heads.NONE, config.biased()).named(family);
    }

    public static Checkpoint of(Qwen3Config config) {
        return new LlamaCheckpoint(config, BEFORE, Heads.EACH, false).named("Qwen3");
    }

    /** The checkpoint of a file in which {@link StackedExperts} stand. */
    public static Checkpoint of(Qwen3MoeConfig config) {
        return new LlamaCheckpoint(config, BEFORE, Heads.EACH, false).named("Qwen3 MoE");
    }

    public static Checkpoint of(Olmo2Config config) {
        return new LlamaCheckpoint(config, BEHIND, Heads.ALL, false).named("OLMo 2");
    }

    public static Checkpoint of(Gemma3Config config) {
        return new LlamaCheckpoint(config, AROUND, Heads.EACH, false).named("Gemma 3");
    }

    private Checkpoint named(String family) {
        return new Checkpoint(family, "model.", EMBEDDING, HEAD, FREQUENCIES, ConfigFile.NAME, tensors());
    }

    private List<StoredTensor> tensors() {
        int model = sizes.d_model();
        int mlp = sizes.d_mlp();
        int queries = sizes.n_heads() * sizes.d_head();
        int keys = sizes.n_key_value_heads() * sizes.d_head();
        List<StoredTensor> all = new ArrayList<>();
        all.add(StoredTensor.embedding(EMBEDDING, sizes.d_vocab(), model, tied));
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var stored = "layers." + layer + ".";
            var block = "blocks." + layer + ".";
            var ofNorms = norms.stream()
                    .map(norm -> StoredTensor.vector(
                            stored + norm.stored() + ".weight", model, block + norm.weight() + ".w"))
                    .toList();
            all.add(ofNorms.get(0));
            all.addAll(projection(stored + "self_attn.q", queries, block + "attn.", "Q"));
            all.addAll(projection(stored + "self_attn.k", keys, block + "attn.", "K"));
            all.addAll(projection(stored + "self_attn.v", keys, block + "attn.", "V"));
            all.add(StoredTensor.transposed(stored + "self_attn.o_proj.weight", model, queries, block + "attn.W_O"));
            all.addAll(ofNorms.subList(1, ofNorms.size()));
            if (experts > 0) {
                all.add(StoredTensor.transposed(stored + "mlp.gate.weight", experts, model, block + "mlp.W_router"));
                all.addAll(StackedExperts.of(sizes, experts, layer, block));
                continue;
            }
            all.add(StoredTensor.transposed(stored + "mlp.gate_proj.weight", mlp, model, block + "mlp.W_gate"));
            all.add(StoredTensor.transposed(stored + "mlp.up_proj.weight", mlp, model, block + "mlp.W_in"));
            all.add(StoredTensor.transposed(stored + "mlp.down_proj.weight", model, mlp, block + "mlp.W_out"));
        }
        all.add(StoredTensor.vector(FINAL_NORM, model, "ln_final.w"));
        if (!tied) {
            all.add(StoredTensor.transposed(HEAD, sizes.d_vocab(), model, "unembed.W_U"));
        }
        return List.copyOf(all);
    }

    /** Queries, keys or values, and the norm behind them. */
    private List<StoredTensor> projection(String name, int rows, String attn, String letter) {
        List<StoredTensor> all = new ArrayList<>();
        all.add(StoredTensor.transposed(name + "_proj.weight", rows, sizes.d_model(), attn + "W_" + letter));
        if (biased) {
            all.add(StoredTensor.vector(name + "_proj.bias", rows, attn + "b_" + letter));
        }
        if (normed != Heads.NONE && !letter.equals("V")) {
            int width = normed == Heads.EACH ? sizes.d_head() : rows;
            all.add(StoredTensor.vector(
                    name + "_norm.weight", width, attn + letter.toLowerCase(Locale.ROOT) + "_norm.w"));
        }
        return all;
    }
}
