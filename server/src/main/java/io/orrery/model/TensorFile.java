package io.orrery.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** Tensors by name, read row by row as float32, whatever they are stored as, by several threads at once. */
interface TensorFile extends Closeable {
    /** What it is called in messages. */
    String name();

    Set<String> names();

    /**
     * The shape of a tensor, slowest axis first.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    int[] shape(String tensor);

    /**
     * Fills {@code into} with the numbers of a tensor from the one at {@code from}, in row-major order. Both are multiples
     * of a row's length.
     *
     * @throws BadInputException if its element type cannot be read
     */
    void read(String tensor, long from, float[] into) throws IOException;
}
