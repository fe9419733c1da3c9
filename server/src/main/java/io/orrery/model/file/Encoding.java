package io.orrery.model.file;

/** How a file stores the numbers of a tensor: in blocks of so many, each of so many bytes. */
public interface Encoding {
    /** What the format calls it. */
    String name();

    /** Numbers in a block. */
    int elements();

    /** Bytes of a block. */
    int bytes();

    /** Reads so many blocks from the beginning of {@code raw} into the beginning of {@code into}. */
    void decode(byte[] raw, int blocks, float[] into);
}
