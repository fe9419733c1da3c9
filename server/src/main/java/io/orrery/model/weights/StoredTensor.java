package io.orrery.model.weights;

import java.util.List;

/**
 * How a file holds one or several weights. The rows of a stored matrix, or the one row of a stored vector, are those of
 * the weights that it holds.
 *
 * @param name in the file, without the prefix that all names of a file may have
 * @param shape slowest axis first
 * @param transposed whether its columns are the weight's rows (out × in); then it holds one weight
 * @param weights by their names in the graph, side by side
 */
public record StoredTensor(String name, int[] shape, boolean transposed, List<String> weights) {
    static StoredTensor matrix(String name, int rows, int columns, String... weights) {
        return new StoredTensor(name, new int[] {rows, columns}, false, List.of(weights));
    }

    static StoredTensor transposed(String name, int rows, int columns, String weight) {
        return new StoredTensor(name, new int[] {rows, columns}, true, List.of(weight));
    }

    /** A table that the unembedding reads, too, where it is tied: then it is laid out for that. */
    static StoredTensor embedding(String name, int rows, int columns, boolean tied) {
        return tied ? transposed(name, rows, columns, "embed.W_E") : matrix(name, rows, columns, "embed.W_E");
    }

    static StoredTensor vector(String name, int size, String... weights) {
        return new StoredTensor(name, new int[] {size}, false, List.of(weights));
    }

    int rows() {
        return shape.length == 1 ? 1 : shape[0];
    }

    int columns() {
        return shape[shape.length - 1];
    }
}
