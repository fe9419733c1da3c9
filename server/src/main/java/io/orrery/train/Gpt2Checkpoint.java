package io.orrery.train;

import io.orrery.graph.Graph;
import io.orrery.model.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Weights of a GPT-2, written as the Hugging Face library names and lays them out: {@code [in, out]}, q, k and v side by side. */
final class Gpt2Checkpoint {
    private final Graph graph;
    private final Map<String, Tensor> weights;

    Gpt2Checkpoint(Graph graph, Map<String, Tensor> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    void write(Path file) throws IOException {
        var writer = new SafetensorsWriter(Map.of("format", "pt"));
        add(writer, "transformer.wte.weight", "embed.W_E");
        add(writer, "transformer.wpe.weight", "pos_embed.W_pos");
        for (int layer = 0; layer < graph.sizes().n_layers(); layer++) {
            String theirs = "transformer.h." + layer + ".";
            String ours = "blocks." + layer + ".";
            add(writer, theirs + "ln_1.weight", ours + "ln1.w");
            add(writer, theirs + "ln_1.bias", ours + "ln1.b");
            addSideBySide(
                    writer,
                    theirs + "attn.c_attn.weight",
                    ours + "attn.W_",
                    graph.sizes().d_model());
            addSideBySide(writer, theirs + "attn.c_attn.bias", ours + "attn.b_", 0);
            add(writer, theirs + "attn.c_proj.weight", ours + "attn.W_O");
            add(writer, theirs + "attn.c_proj.bias", ours + "attn.b_O");
            add(writer, theirs + "ln_2.weight", ours + "ln2.w");
            add(writer, theirs + "ln_2.bias", ours + "ln2.b");
            add(writer, theirs + "mlp.c_fc.weight", ours + "mlp.W_in");
            add(writer, theirs + "mlp.c_fc.bias", ours + "mlp.b_in");
            add(writer, theirs + "mlp.c_proj.weight", ours + "mlp.W_out");
            add(writer, theirs + "mlp.c_proj.bias", ours + "mlp.b_out");
        }
        add(writer, "transformer.ln_f.weight", "ln_final.w");
        add(writer, "transformer.ln_f.bias", "ln_final.b");
        addTransposed(writer, "lm_head.weight", "unembed.W_U");
        writer.write(file);
    }

    /** Rows and columns as the kernels keep them are those of the file: inputs down, outputs across. */
    private void add(SafetensorsWriter writer, String theirs, String ours) {
        float[][] rows = weights.get(ours).rows();
        int[] shape = rows.length == 1 ? new int[] {rows[0].length} : new int[] {rows.length, rows[0].length};
        writer.add(theirs, shape, () -> {
            var values = new float[rows.length * rows[0].length];
            for (int r = 0; r < rows.length; r++) {
                System.arraycopy(rows[r], 0, values, r * rows[0].length, rows[0].length);
            }
            return values;
        });
    }

    private void addSideBySide(SafetensorsWriter writer, String theirs, String ours, int inputs) {
        float[][][] parts = {
            weights.get(ours + "Q").rows(),
            weights.get(ours + "K").rows(),
            weights.get(ours + "V").rows()
        };
        int rows = Math.max(1, inputs);
        int columns = parts[0][0].length;
        int[] shape = inputs == 0 ? new int[] {3 * columns} : new int[] {rows, 3 * columns};
        writer.add(theirs, shape, () -> {
            var values = new float[rows * 3 * columns];
            for (int r = 0; r < rows; r++) {
                for (int part = 0; part < 3; part++) {
                    System.arraycopy(parts[part][r], 0, values, (r * 3 + part) * columns, columns);
                }
            }
            return values;
        });
    }

    private void addTransposed(SafetensorsWriter writer, String theirs, String ours) {
        float[][] rows = weights.get(ours).rows();
        int columns = rows[0].length;
        writer.add(theirs, new int[] {columns, rows.length}, () -> {
            var values = new float[columns * rows.length];
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < columns; c++) {
                    values[c * rows.length + r] = rows[r][c];
                }
            }
            return values;
        });
    }
}
