package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.graph.Weights;
import io.orrery.graph.architecture.Positions;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.file.ElementType;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * GPT-2's weights as Hugging Face stores them: linear weights are in × out; the queries, keys and values of a layer are
 * concatenated in one tensor; an untied unembedding is {@code [d_vocab, d_model]}.
 */
public final class Gpt2Checkpoint {
    private static final String HEAD = "lm_head.weight";
    private static final String EMBEDDING = "wte.weight";

    /**
     * The causal mask and its fill value, which older files contain. They are the same for every GPT-2, and ignored.
     */
    private static final Pattern MASK = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

    private static final String POSITIONS = "wpe.weight";
    private static final String W_POS = "pos_embed.W_pos";

    /** By how much a stored sine may differ: bfloat16 has 8 significant bits. */
    private static final double ROUNDED = 1.0 / 256;

    private Gpt2Checkpoint() {}

    /** Refuses a table of sinusoidal positions that has other numbers, because pages say where its numbers come from. */
    public static void checkPositions(String file, Gpt2Config config, Weights weights) {
        if (config.positions() != Positions.SINUSOIDAL) {
            return;
        }
        float[] table = weights.get(config.graph().node(W_POS).orElseThrow()).toArray();
        int width = config.sizes().d_model();
        for (int at = 0; at < table.length; at++) {
            double sinusoid = Positions.sinusoid(at / width, at % width, width);
            if (Math.abs(table[at] - sinusoid) > ROUNDED) {
                throw new OrreryException(new WeightsError.NotSinusoidal(file, POSITIONS, at / width, at % width));
            }
        }
    }

    public static Checkpoint of(Gpt2Config config) {
        return new Checkpoint("GPT-2", "transformer.", EMBEDDING, HEAD, MASK, ConfigFile.NAME, tensors(config));
    }

    /**
     * Writes the weights of a model; the same weights give the same bytes.
     *
     * @param weights by name in the graph
     * @param type F32, or F16, to which they are rounded
     */
    public static void write(Path file, Gpt2Config config, Map<String, Tensor> weights, ElementType type)
            throws IOException {
        var writer = new SafetensorsWriter(Map.of("format", "pt"), type);
        var checkpoint = of(config);
        for (var stored : checkpoint.tensors()) {
            writer.add(checkpoint.fullName(stored), stored.shape(), () -> gather(stored, weights));
        }
        writer.write(file);
    }

    private static List<StoredTensor> tensors(Gpt2Config config) {
        var sizes = config.sizes();
        int model = sizes.d_model();
        int mlp = sizes.d_mlp();
        List<StoredTensor> all = new ArrayList<>();
        all.add(StoredTensor.embedding(EMBEDDING, sizes.d_vocab(), model, config.tied()));
        if (config.positions().hasTable()) {
            all.add(StoredTensor.matrix(POSITIONS, sizes.n_ctx(), model, W_POS));
        }
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var h = "h." + layer + ".";
            var block = "blocks." + layer + ".";
            var attn = block + "attn.";
            all.addAll(norm(h + "ln_1", model, block + "ln1"));
            all.add(StoredTensor.matrix(
                    h + "attn.c_attn.weight", model, 3 * model, attn + "W_Q", attn + "W_K", attn + "W_V"));
            all.add(StoredTensor.vector(h + "attn.c_attn.bias", 3 * model, attn + "b_Q", attn + "b_K", attn + "b_V"));
            all.add(StoredTensor.matrix(h + "attn.c_proj.weight", model, model, attn + "W_O"));
            all.add(StoredTensor.vector(h + "attn.c_proj.bias", model, attn + "b_O"));
            all.addAll(norm(h + "ln_2", model, block + "ln2"));
            all.add(StoredTensor.matrix(h + "mlp.c_fc.weight", model, mlp, block + "mlp.W_in"));
            all.add(StoredTensor.vector(h + "mlp.c_fc.bias", mlp, block + "mlp.b_in"));
            all.add(StoredTensor.matrix(h + "mlp.c_proj.weight", mlp, model, block + "mlp.W_out"));
            all.add(StoredTensor.vector(h + "mlp.c_proj.bias", model, block + "mlp.b_out"));
        }
        all.addAll(norm("ln_f", model, "ln_final"));
        if (!config.tied()) {
            all.add(StoredTensor.transposed(HEAD, sizes.d_vocab(), model, "unembed.W_U"));
        }
        return List.copyOf(all);
    }

    private static List<StoredTensor> norm(String name, int size, String weights) {
        return List.of(
                StoredTensor.vector(name + ".weight", size, weights + ".w"),
                StoredTensor.vector(name + ".bias", size, weights + ".b"));
    }

    private static float[] gather(StoredTensor stored, Map<String, Tensor> weights) {
        int columns = stored.columns();
        int width = columns / stored.weights().size();
        var values = new float[stored.rows() * columns];
        for (int part = 0; part < stored.weights().size(); part++) {
            var rows = weights.get(stored.weights().get(part)).rows();
            for (int i = 0; i < stored.rows(); i++) {
                if (stored.transposed()) {
                    for (int j = 0; j < columns; j++) {
                        values[i * columns + j] = rows[j][i];
                    }
                } else {
                    System.arraycopy(rows[i], 0, values, i * columns + part * width, width);
                }
            }
        }
        return values;
    }
}
