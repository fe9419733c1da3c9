package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.model.config.ConfigFile;
import io.orrery.model.config.GptNeoXConfig;
import io.orrery.model.file.TensorFile;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * GPT-NeoX's weights as Hugging Face stores them: linear weights out × in; the queries, keys and values of a layer are one tensor, head by
 * head: the queries of the first head, its keys, its values, the queries of the second.
 */
public final class GptNeoXCheckpoint {
    private static final String FAMILY = "GPT-NeoX";
    private static final String PREFIX = "gpt_neox.";
    private static final String EMBEDDING = "embed_in.weight";
    private static final String HEAD = "embed_out.weight";
    private static final List<String> PARTS = List.of("query", "key", "value");

    /** The causal mask, its fill value and the rotary frequencies, which older files contain. They are ignored. */
    private static final Pattern CONSTANTS =
            Pattern.compile("layers\\.\\d+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

    private static final Pattern FUSED = Pattern.compile("(.*\\.attention\\.)query_key_value(\\.(?:weight|bias))");
    private static final Pattern PART =
            Pattern.compile("(?<of>.*\\.attention\\.)(?<part>query|key|value)(?<kind>\\.(?:weight|bias))");

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
        int model = config.sizes().d_model();
        var used = file.names().contains(PREFIX + EMBEDDING) ? PREFIX : "";
        for (int layer = 0; layer < config.sizes().n_layers(); layer++) {
            var name = used + "layers." + layer + ".attention.query_key_value";
            checkFused(file, name + ".weight", PARTS.size() * model, model);
            checkFused(file, name + ".bias", PARTS.size() * model);
        }
        file.names().stream()
                .filter(name -> PART.matcher(name).matches())
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new OrreryException(
                            new WeightsError.UnexpectedTensor(file.name(), name, FAMILY, ConfigFile.NAME));
                });
        return new Separated(file, config.sizes().d_head());
    }

    private static void checkFused(TensorFile file, String name, int... expected) {
        if (!file.names().contains(name)) {
            throw new OrreryException(new WeightsError.MissingTensor(file.name(), name, listed(expected)));
        }
        if (!Arrays.equals(file.shape(name), expected)) {
            throw new OrreryException(new WeightsError.WrongShape(
                    file.name(), name, listed(file.shape(name)), ConfigFile.NAME, listed(expected)));
        }
    }

    private static List<Integer> listed(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /**
     * Reads rows of queries, keys or values from between those of the others.
     *
     * @param dHead rows of one head
     */
    private record Separated(TensorFile file, int dHead) implements TensorFile {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public Set<String> names() {
            var names = new HashSet<String>();
            for (var name : file.names()) {
                var fused = FUSED.matcher(name);
                if (fused.matches()) {
                    names.addAll(PARTS.stream()
                            .map(part -> fused.group(1) + part + fused.group(2))
                            .collect(Collectors.toSet()));
                } else {
                    names.add(name);
                }
            }
            return names;
        }

        private String stored(Matcher part) {
            return part.group("of") + "query_key_value" + part.group("kind");
        }

        @Override
        public int[] shape(String tensor) {
            var part = PART.matcher(tensor);
            if (!part.matches()) {
                return file.shape(tensor);
            }
            int[] shape = file.shape(stored(part)).clone();
            shape[0] /= PARTS.size();
            return shape;
        }

        @Override
        public Encoding encoding(String tensor) {
            var part = PART.matcher(tensor);
            return file.encoding(part.matches() ? stored(part) : tensor);
        }

        @Override
        public void read(String tensor, long from, int count, byte[] raw) throws IOException {
            var part = PART.matcher(tensor);
            if (!part.matches()) {
                file.read(tensor, from, count, raw);
                return;
            }
            var stored = stored(part);
            int[] shape = file.shape(stored);
            int columns = shape.length == 1 ? 1 : shape[1];
            int which = PARTS.indexOf(part.group("part"));
            var encoding = file.encoding(stored);
            // The rows of a head stand together.
            int done = 0;
            while (done < count / columns) {
                int row = (int) (from / columns) + done;
                int rows = Math.min(dHead - row % dHead, count / columns - done);
                int at = (row / dHead * PARTS.size() + which) * dHead + row % dHead;
                var some = new byte[rows * columns / encoding.elements() * encoding.bytes()];
                file.read(stored, (long) at * columns, rows * columns, some);
                System.arraycopy(some, 0, raw, done * columns / encoding.elements() * encoding.bytes(), some.length);
                done += rows;
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
