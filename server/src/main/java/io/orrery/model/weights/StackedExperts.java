package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.graph.Sizes;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A file in which the matrices of all experts of a layer are one tensor {@code [expert · out, in]}, their rows in the order of the experts. Hugging Face
 * stores a tensor for each expert, GGUF one tensor {@code [expert, out, in]}.
 */
public final class StackedExperts implements TensorFile {
    /** The three matrices of an expert, by the end of their name. */
    private static final List<String> PARTS = List.of("gate_proj.weight", "up_proj.weight", "down_proj.weight");

    /** The tensors in the file that make up a stack, in the order of their experts; each has the same number of rows. */
    private record Stack(List<String> tensors, int[] shape) {}

    private final TensorFile file;
    private final Map<String, Stack> stacks = new HashMap<>();
    private final Set<String> names;

    private StackedExperts(TensorFile file) {
        this.file = file;
        this.names = new HashSet<>(file.names());
    }

    /** The name of a stack in Hugging Face's manner. */
    static String name(int layer, String part) {
        return "layers." + layer + ".mlp.experts." + part;
    }

    /** The stacks of a layer as they are stored, out × in. */
    static List<StoredTensor> of(Sizes sizes, int experts, int layer, String block) {
        int mlp = experts * sizes.d_mlp();
        int model = experts * sizes.d_model();
        return List.of(
                StoredTensor.transposed(name(layer, PARTS.get(0)), mlp, sizes.d_model(), block + "mlp.experts.W_gate"),
                StoredTensor.transposed(name(layer, PARTS.get(1)), mlp, sizes.d_model(), block + "mlp.experts.W_in"),
                StoredTensor.transposed(name(layer, PARTS.get(2)), model, sizes.d_mlp(), block + "mlp.experts.W_out"));
    }

    /**
     * A file that has a tensor for each expert.
     *
     * @throws OrreryException if one is missing, or has another shape or type than it should
     */
    public static TensorFile ofEach(TensorFile file, Checkpoint checkpoint, Sizes sizes, int experts) {
        var prefix = checkpoint.prefixIn(file);
        var stacked = new StackedExperts(file);
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            for (var part : PARTS) {
                int number = layer;
                IntFunction<String> ofExpert = expert -> prefix + name(number, expert + "." + part);
                boolean isDown = part.equals(PARTS.get(2));
                int rows = isDown ? sizes.d_model() : sizes.d_mlp();
                int columns = isDown ? sizes.d_mlp() : sizes.d_model();
                stacked.addEach(prefix + name(layer, part), experts, ofExpert, rows, columns);
            }
        }
        return stacked;
    }

    private void addEach(String stack, int experts, IntFunction<String> ofExpert, int rows, int columns) {
        if (names.contains(stack)) {
            throw new OrreryException(
                    new WeightsError.UnexpectedTensor(file.name(), stack, "Qwen3 MoE", ConfigFile.NAME));
        }
        var tensors = new String[experts];
        for (int expert = 0; expert < experts; expert++) {
            tensors[expert] = ofExpert.apply(expert);
            check(tensors[expert], ConfigFile.NAME, rows, columns);
            if (file.encoding(tensors[expert]) != file.encoding(tensors[0])) {
                throw new OrreryException(new WeightsError.ExpertsDiffer(file.name(), tensors[0], tensors[expert]));
            }
        }
        add(stack, List.of(tensors), rows * experts, columns);
    }

    /**
     * A file that has the matrices of all experts of a layer in one tensor {@code [expert, out, in]}.
     *
     * @param named the checkpoint with the names of this file
     * @throws OrreryException if one is missing or has another shape
     */
    public static TensorFile ofAll(TensorFile file, Checkpoint named, int experts) {
        var stacked = new StackedExperts(file);
        for (var stored : named.tensors()) {
            if (stored.weights().get(0).contains(".mlp.experts.")) {
                int rows = stored.rows() / experts;
                stacked.check(stored.name(), named.configuredBy(), experts, rows, stored.columns());
                stacked.add(stored.name(), List.of(stored.name()), stored.rows(), stored.columns());
            }
        }
        return stacked;
    }

    private void check(String tensor, String configuredBy, int... shape) {
        if (!names.contains(tensor)) {
            throw new OrreryException(new WeightsError.MissingTensor(file.name(), tensor, listed(shape)));
        }
        if (!Arrays.equals(file.shape(tensor), shape)) {
            throw new OrreryException(new WeightsError.WrongShape(
                    file.name(), tensor, listed(file.shape(tensor)), configuredBy, listed(shape)));
        }
    }

    private static List<Integer> listed(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    private void add(String name, List<String> tensors, int rows, int columns) {
        tensors.forEach(names::remove);
        names.add(name);
        stacks.put(name, new Stack(tensors, new int[] {rows, columns}));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(names);
    }

    @Override
    public int[] shape(String tensor) {
        var stack = stacks.get(tensor);
        return stack == null ? file.shape(tensor) : stack.shape().clone();
    }

    @Override
    public Encoding encoding(String tensor) {
        var stack = stacks.get(tensor);
        return file.encoding(stack == null ? tensor : stack.tensors().get(0));
    }

    @Override
    public void read(String tensor, long from, int count, byte[] raw) throws IOException {
        var stack = stacks.get(tensor);
        if (stack == null) {
            file.read(tensor, from, count, raw);
            return;
        }
        var encoding = encoding(tensor);
        int columns = stack.shape()[1];
        int each = stack.shape()[0] / stack.tensors().size();
        int done = 0;
        while (done < count / columns) {
            int row = (int) (from / columns) + done;
            int rows = Math.min(each - row % each, count / columns - done);
            var some = new byte[rows * columns / encoding.elements() * encoding.bytes()];
            file.read(stack.tensors().get(row / each), (long) (row % each) * columns, rows * columns, some);
            System.arraycopy(some, 0, raw, done * columns / encoding.elements() * encoding.bytes(), some.length);
            done += rows;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
