package io.orrery.model;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The tensors that a family of models keeps in its files.
 *
 * @param family as it is named to people
 * @param prefix what stands before every name but the head's, in most files
 * @param embedding the name of the token embedding
 * @param head the name of the unembedding
 * @param ignored names of what is stored but never learned
 * @param configuredBy what says how large they are, as it is named to people
 * @param tensors those of one model
 */
record Checkpoint(
        String family,
        String prefix,
        String embedding,
        String head,
        Pattern ignored,
        String configuredBy,
        List<StoredTensor> tensors) {
    /** As many rows of a transposed tensor are turned at once, so that what is written lies side by side. */
    private static final int ROWS_AT_ONCE = 64;

    /**
     * Reads the weights of a model from a file that was found to hold them by {@link #check}.
     *
     * @param adapter what is added to them
     * @throws BadInputException if one is not a finite number
     */
    Weights read(TensorFile file, Graph graph, Adapter adapter) throws IOException {
        var usedPrefix = prefixIn(file);
        Map<String, Tensor> weights = new ConcurrentHashMap<>();
        try {
            tensors.parallelStream().forEach(stored -> {
                for (var name : stored.weights()) {
                    weights.put(
                            name, Tensor.zeros(graph.node(name).orElseThrow().layout(graph.sizes(), 0)));
                }
                try {
                    scatter(file, nameInFile(stored.name(), usedPrefix), stored, adapter, weights);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return Weights.of(graph, weights);
    }

    /** The name of a tensor as the files of most models have it. */
    String fullName(StoredTensor stored) {
        return nameInFile(stored.name(), prefix);
    }

    private String nameInFile(String name, String usedPrefix) {
        return name.equals(head) ? head : usedPrefix + name;
    }

    private String prefixIn(TensorFile file) {
        return file.names().contains(prefix + embedding) ? prefix : "";
    }

    /**
     * Every tensor is there in its shape, and nothing else is: to be known before any memory is taken for them.
     *
     * @throws BadInputException if a tensor is missing, has another shape, or belongs to nothing
     */
    void check(TensorFile file) throws IOException {
        var usedPrefix = prefixIn(file);
        Set<String> unread = new HashSet<>(file.names());
        boolean isTied = true;
        for (var stored : tensors) {
            isTied &= !stored.name().equals(head);
            var name = nameInFile(stored.name(), usedPrefix);
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
                        "has a tensor \"%s\" of shape %s; by %s it should be %s"
                                .formatted(
                                        name, Arrays.toString(shape), configuredBy, Arrays.toString(stored.shape())));
            }
        }
        if (isTied && unread.remove(head)) {
            checkTied(file, usedPrefix + embedding);
        }
        for (var name : unread.stream().sorted().toList()) {
            if (!name.startsWith(usedPrefix)
                    || !ignored.matcher(name.substring(usedPrefix.length())).matches()) {
                throw bad(
                        "unexpected-tensor",
                        file,
                        name,
                        "has a tensor \"%s\", which %s of this %s does not have".formatted(name, family, configuredBy));
            }
        }
    }

    /** Files may hold a tied head a second time; one that differs is a head of its own, whatever config.json says. */
    private void checkTied(TensorFile file, String table) throws IOException {
        int[] shape = file.shape(table);
        var same = Arrays.equals(file.shape(head), shape);
        var headRow = new float[shape[1]];
        var tableRow = new float[shape[1]];
        for (int row = 0; same && row < shape[0]; row++) {
            file.read(head, (long) row * shape[1], headRow);
            file.read(table, (long) row * shape[1], tableRow);
            same = Arrays.equals(headRow, tableRow);
        }
        if (!same) {
            throw bad(
                    "unexpected-tensor",
                    file,
                    head,
                    "has a tensor \"%s\" that differs from \"%s\", but %s says that they are tied (tie_word_embeddings)"
                            .formatted(head, table, configuredBy));
        }
    }

    private static void scatter(
            TensorFile file, String name, StoredTensor stored, Adapter adapter, Map<String, Tensor> weights)
            throws IOException {
        var targets = stored.weights().stream()
                .map(weight -> weights.get(weight).rows())
                .toList();
        var block = new float[ROWS_AT_ONCE][stored.columns()];
        for (int from = 0; from < stored.rows(); from += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, stored.rows() - from);
            for (int i = 0; i < count; i++) {
                file.read(name, (long) (from + i) * stored.columns(), block[i]);
                adapter.add(stored, from + i, block[i]);
                checkFinite(file, name, block[i]);
            }
            if (stored.transposed()) {
                scatterColumns(block, count, targets.get(0), from);
            } else {
                scatterRows(block, count, targets, from);
            }
        }
    }

    private static void scatterColumns(float[][] block, int count, float[][] target, int from) {
        for (int j = 0; j < target.length; j++) {
            float[] row = target[j];
            for (int i = 0; i < count; i++) {
                row[from + i] = block[i][j];
            }
        }
    }

    private static void scatterRows(float[][] block, int count, List<float[][]> targets, int from) {
        int width = block[0].length / targets.size();
        for (int i = 0; i < count; i++) {
            for (int part = 0; part < targets.size(); part++) {
                System.arraycopy(block[i], part * width, targets.get(part)[from + i], 0, width);
            }
        }
    }

    private static void checkFinite(TensorFile file, String name, float[] values) {
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

    private static BadInputException bad(String type, TensorFile file, String tensor, String what) {
        return new BadInputException(
                type, file.name() + " " + what + ".", Map.of("file", file.name(), "tensor", tensor));
    }
}
