package io.orrery.model.file;

/** How a file stores the numbers of a tensor: in blocks with a fixed count of numbers and of bytes. */
public interface Encoding {
    /** The format's name for it. */
    String name();

    /** Numbers per block. */
    int elements();

    /** Bytes per block. */
    int bytes();

    /** Decodes blocks from the start of {@code raw} into the start of {@code into}. */
    void decode(byte[] raw, int blocks, float[] into);
}
