package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * GPT-2's weights as Hugging Face stores them: linear weights in × out, the queries, keys and values of a layer side by
 * side in one tensor, an unembedding of its own as {@code [d_vocab, d_model]}.
 */
public final class Gpt2Checkpoint {
    /** The rows of a stored matrix, or the one row of a stored vector, are those of the weights that it holds. */
    private record Stored(String name, int[] shape, boolean transposed, List<String> weights) {
        int rows() {
            return shape.length == 1 ? 1 : shape[0];
        }

        int columns() {
            return shape[shape.length - 1];
        }
    }

    private static final String PREFIX = "transformer.";
    private static final String HEAD = "lm_head.weight";
    private static final String EMBEDDING = "wte.weight";

    /** The causal mask and the number it is filled with, which older files hold: every GPT-2 has the same. */
    private static final Pattern MASK = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

    private final Gpt2Config config;
    private final List<Stored> tensors;

    private Gpt2Checkpoint(Gpt2Config config) {
        this.config = config;
        this.tensors = tensors(config);
    }

    /**
     * Reads the weights of a model.
     *
     * @throws BadInputException if a tensor is missing, has another shape, or belongs to nothing
     */
    static Weights read(Safetensors file, Gpt2Config config, Graph graph) throws IOException {
        return Weights.of(graph, new Gpt2Checkpoint(config).read(file, graph));
    }

    /**
     * Writes the weights of a model; the same weights give the same bytes.
     *
     * @param weights by their names in the graph
     */
    public static void write(Path file, Gpt2Config config, Map<String, Tensor> weights) throws IOException {
        var writer = new SafetensorsWriter(Map.of("format", "pt"));
        for (var stored : new Gpt2Checkpoint(config).tensors) {
            var name = stored.name().equals(HEAD) ? HEAD : PREFIX + stored.name();
            writer.add(name, stored.shape(), () -> gather(stored, weights));
        }
        writer.write(file);
    }

    private static List<Stored> tensors(Gpt2Config config) {
        var sizes = config.sizes();
        int model = sizes.d_model();
        int mlp = sizes.d_mlp();
        List<Stored> all = new ArrayList<>();
        all.add(matrix(EMBEDDING, sizes.d_vocab(), model, "embed.W_E"));
        all.add(matrix("wpe.weight", sizes.n_ctx(), model, "pos_embed.W_pos"));
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            var h = "h." + layer + ".";
            var block = "blocks." + layer + ".";
            var attn = block + "attn.";
            all.addAll(norm(h + "ln_1", model, block + "ln1"));
            all.add(matrix(h + "attn.c_attn.weight", model, 3 * model, attn + "W_Q", attn + "W_K", attn + "W_V"));
            all.add(vector(h + "attn.c_attn.bias", 3 * model, attn + "b_Q", attn + "b_K", attn + "b_V"));
            all.add(matrix(h + "attn.c_proj.weight", model, model, attn + "W_O"));
            all.add(vector(h + "attn.c_proj.bias", model, attn + "b_O"));
            all.addAll(norm(h + "ln_2", model, block + "ln2"));
            all.add(matrix(h + "mlp.c_fc.weight", model, mlp, block + "mlp.W_in"));
            all.add(vector(h + "mlp.c_fc.bias", mlp, block + "mlp.b_in"));
            all.add(matrix(h + "mlp.c_proj.weight", mlp, model, block + "mlp.W_out"));
            all.add(vector(h + "mlp.c_proj.bias", model, block + "mlp.b_out"));
        }
        all.addAll(norm("ln_f", model, "ln_final"));
        if (!config.tied()) {
            all.add(new Stored(HEAD, new int[] {sizes.d_vocab(), model}, true, List.of("unembed.W_U")));
        }
        return List.copyOf(all);
    }

    private static Stored matrix(String name, int rows, int columns, String... weights) {
        return new Stored(name, new int[] {rows, columns}, false, List.of(weights));
    }

    private static Stored vector(String name, int size, String... weights) {
        return new Stored(name, new int[] {size}, false, List.of(weights));
    }

    private static List<Stored> norm(String name, int size, String weights) {
        return List.of(vector(name + ".weight", size, weights + ".w"), vector(name + ".bias", size, weights + ".b"));
    }

    private Map<String, Tensor> read(Safetensors file, Graph graph) throws IOException {
        var prefix = file.names().contains(PREFIX + EMBEDDING) ? PREFIX : "";
        check(file, prefix);
        Map<String, Tensor> weights = new HashMap<>();
        for (var stored : tensors) {
            for (var name : stored.weights()) {
                weights.put(name, Tensor.zeros(graph.node(name).orElseThrow().layout(graph.sizes(), 0)));
            }
            scatter(file, nameInFile(stored.name(), prefix), stored, weights);
        }
        return weights;
    }

    /** Every tensor is there in its shape, and nothing else is, before any memory is taken for them. */
    private void check(Safetensors file, String prefix) throws IOException {
        Set<String> unread = new HashSet<>(file.names());
        for (var stored : tensors) {
            var name = nameInFile(stored.name(), prefix);
            if (!unread.remove(name)) {
                throw bad(
                        "missing-tensor",
                        file,
                        name,
                        "has no tensor \"%s\", which should be of shape %s"
                                .formatted(name, Arrays.toString(stored.shape())));
            }
            var shape = file.shape(name);
            if (!Arrays.equals(shape, stored.shape())) {
                throw bad(
                        "wrong-shape",
                        file,
                        name,
                        "has a tensor \"%s\" of shape %s; by config.json it should be %s"
                                .formatted(name, Arrays.toString(shape), Arrays.toString(stored.shape())));
            }
        }
        if (config.tied() && unread.remove(HEAD)) {
            checkTied(file, prefix + EMBEDDING);
        }
        for (var name : unread.stream().sorted().toList()) {
            if (!name.startsWith(prefix)
                    || !MASK.matcher(name.substring(prefix.length())).matches()) {
                throw bad(
                        "unexpected-tensor",
                        file,
                        name,
                        "has a tensor \"%s\", which GPT-2 of this config.json does not have".formatted(name));
            }
        }
    }

    /** Files may hold a tied head a second time; one that differs is a head of its own, whatever config.json says. */
    private void checkTied(Safetensors file, String embedding) throws IOException {
        int columns = config.sizes().d_model();
        var same = Arrays.equals(file.shape(HEAD), file.shape(embedding));
        var head = new float[columns];
        var table = new float[columns];
        for (int row = 0; same && row < config.sizes().d_vocab(); row++) {
            file.read(HEAD, (long) row * columns, head);
            file.read(embedding, (long) row * columns, table);
            same = Arrays.equals(head, table);
        }
        if (!same) {
            throw bad(
                    "unexpected-tensor",
                    file,
                    HEAD,
                    "has a tensor \"%s\" that differs from \"%s\", but config.json says that they are tied"
                                    .formatted(HEAD, embedding)
                            + " (tie_word_embeddings)");
        }
    }

    private static String nameInFile(String name, String prefix) {
        return name.equals(HEAD) ? HEAD : prefix + name;
    }

    private static void scatter(Safetensors file, String name, Stored stored, Map<String, Tensor> weights)
            throws IOException {
        var row = new float[stored.columns()];
        int width = stored.columns() / stored.weights().size();
        for (int i = 0; i < stored.rows(); i++) {
            file.read(name, (long) i * row.length, row);
            checkFinite(file, name, row);
            for (int part = 0; part < stored.weights().size(); part++) {
                var rows = weights.get(stored.weights().get(part)).rows();
                if (stored.transposed()) {
                    for (int j = 0; j < row.length; j++) {
                        rows[j][i] = row[j];
                    }
                } else {
                    System.arraycopy(row, part * width, rows[i], 0, width);
                }
            }
        }
    }

    private static void checkFinite(Safetensors file, String name, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw bad(
                        "not-finite",
                        file,
                        name,
                        "holds %s in the tensor \"%s\"; weights must be finite numbers".formatted(value, name));
            }
        }
    }

    private static float[] gather(Stored stored, Map<String, Tensor> weights) {
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

    private static BadInputException bad(String type, Safetensors file, String tensor, String what) {
        return new BadInputException(
                type, file.name() + " " + what + ".", Map.of("file", file.name(), "tensor", tensor));
    }
}
