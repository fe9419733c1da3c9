package io.orrery.model.file;

import io.orrery.error.OrreryException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** Tensors by name, whatever they are stored as, to be read by several threads at once. */
public interface TensorFile extends Closeable {
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
     * How a tensor's numbers are stored.
     *
     * @throws OrreryException if they cannot be read
     */
    Encoding encoding(String tensor);

    /**
     * Fills the beginning of {@code raw} with stored numbers.
     *
     * @param from the first of them, in row-major order; the beginning of a row
     * @param count how many; whole rows
     */
    void read(String tensor, long from, int count, byte[] raw) throws IOException;
}
