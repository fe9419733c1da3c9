package io.orrery.model.weights;

import io.orrery.tensor.Encoding;
import java.util.List;

/**
 * A tensor in a file that stores one or several weights. Its rows (a vector is one row) are the concatenated rows of
 * the weights.
 *
 * @param name its name in the file, without the prefix that all names of a file may have
 * @param shape slowest axis first
 * @param transposed whether its columns are the weight's rows (out × in); then it stores a single weight
 * @param weights names of the weights in the graph, in order
 */
public record StoredTensor(String name, int[] shape, boolean transposed, List<String> weights) {
    static StoredTensor matrix(String name, int rows, int columns, String... weights) {
        return new StoredTensor(name, new int[] {rows, columns}, false, List.of(weights));
    }

    static StoredTensor transposed(String name, int rows, int columns, String weight) {
        return new StoredTensor(name, new int[] {rows, columns}, true, List.of(weight));
    }

    /** An embedding table. If it is tied, it is laid out for the unembedding. */
    static StoredTensor embedding(String name, int rows, int columns, boolean tied) {
        return tied ? transposed(name, rows, columns, "embed.W_E") : matrix(name, rows, columns, "embed.W_E");
    }

    static StoredTensor vector(String name, int size, String... weights) {
        return new StoredTensor(name, new int[] {size}, false, List.of(weights));
    }

    /** Whether its numbers can stay as they are stored: those of vectors are few, and a block may not reach over two weights. */
    boolean canStay(Encoding encoding) {
        return shape.length == 2
                && !encoding.isFloat32()
                && columns() / weights.size() % (transposed ? encoding.columnNumbers() : encoding.elements()) == 0
                && columns() % weights.size() == 0;
    }

    int rows() {
        return shape.length == 1 ? 1 : shape[0];
    }

    int columns() {
        return shape[shape.length - 1];
    }
}
