package io.orrery.model.weights;

import io.orrery.error.OrreryException;
import io.orrery.error.WeightsError;
import io.orrery.model.file.TensorFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tensors in the files of a model.
 *
 * @param family the name of the model family in messages
 * @param prefix the prefix of all names except the head's, in most files
 * @param embedding the name of the token embedding
 * @param head the name of the unembedding
 * @param ignored names of tensors that are stored but not learned
 * @param configuredBy the source of the tensors' sizes, for messages
 * @param tensors the model's tensors
 */
public record Checkpoint(
        String family,
        String prefix,
        String embedding,
        String head,
        Pattern ignored,
        String configuredBy,
        List<StoredTensor> tensors) {
    /** The name of a tensor in most files. */
    String fullName(StoredTensor stored) {
        return nameInFile(stored.name(), prefix);
    }

    /** The name of a tensor in a file. */
    String nameIn(TensorFile file, StoredTensor stored) {
        return nameInFile(stored.name(), prefixIn(file));
    }

    private String nameInFile(String name, String usedPrefix) {
        return name.equals(head) ? head : usedPrefix + name;
    }

    String prefixIn(TensorFile file) {
        return file.names().contains(prefix + embedding) ? prefix : "";
    }

    /**
     * Checks, before any memory is allocated, that the file has every tensor in the right shape, and no others.
     *
     * @throws OrreryException if a tensor is missing, has another shape, or is unknown
     */
    public void check(TensorFile file) throws IOException {
        var usedPrefix = prefixIn(file);
        Set<String> unread = new HashSet<>(file.names());
        boolean isTied = true;
        for (var stored : tensors) {
            isTied &= !stored.name().equals(head);
            var name = nameInFile(stored.name(), usedPrefix);
            if (!unread.remove(name)) {
                throw new OrreryException(new WeightsError.MissingTensor(file.name(), name, listed(stored.shape())));
            }
            var shape = file.shape(name);
            if (!Arrays.equals(shape, stored.shape())) {
                throw new OrreryException(new WeightsError.WrongShape(
                        file.name(), name, listed(shape), configuredBy, listed(stored.shape())));
            }
        }
        if (isTied && unread.remove(head)) {
            checkTied(file, usedPrefix + embedding);
        }
        for (var name : unread.stream().sorted().toList()) {
            if (!name.startsWith(usedPrefix)
                    || !ignored.matcher(name.substring(usedPrefix.length())).matches()) {
                throw new OrreryException(new WeightsError.UnexpectedTensor(file.name(), name, family, configuredBy));
            }
        }
    }

    /**
     * Files may store a tied head again. If it differs from the embedding, the model is not tied, whatever config.json
     * says.
     */
    private void checkTied(TensorFile file, String table) throws IOException {
        int[] shape = file.shape(table);
        var encoding = file.encoding(table);
        var same = Arrays.equals(file.shape(head), shape) && file.encoding(head) == encoding;
        var headRow = new byte[shape[1] / encoding.elements() * encoding.bytes()];
        var tableRow = headRow.clone();
        for (int row = 0; same && row < shape[0]; row++) {
            file.read(head, (long) row * shape[1], shape[1], headRow);
            file.read(table, (long) row * shape[1], shape[1], tableRow);
            same = Arrays.equals(headRow, tableRow);
        }
        if (!same) {
            throw new OrreryException(new WeightsError.TiedTensorsDiffer(file.name(), head, table, configuredBy));
        }
    }

    private static List<Integer> listed(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
