package io.orrery.model.file;

import io.orrery.error.OrreryException;
import io.orrery.tensor.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** Stored tensors by name, whatever their encoding. May be read by several threads at once. */
public interface TensorFile extends Closeable {
    /** The file's name in messages. */
    String name();

    Set<String> names();

    /**
     * The shape of a tensor, slowest axis first.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    int[] shape(String tensor);

    /**
     * The encoding of a tensor's numbers.
     *
     * @throws OrreryException if the encoding cannot be decoded
     */
    Encoding encoding(String tensor);

    /**
     * Fills the start of {@code raw} with stored numbers.
     *
     * @param from the index of the first number, in row-major order; the start of a row
     * @param count how many numbers to read; whole rows
     */
    void read(String tensor, long from, int count, byte[] raw) throws IOException;
}
