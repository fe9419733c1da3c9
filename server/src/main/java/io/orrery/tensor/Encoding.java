package io.orrery.tensor;

/** How numbers are stored: in blocks with a fixed count of numbers and of bytes. */
public interface Encoding {
    /** The file format's name for it. */
    String name();

    /** Numbers per block. */
    int elements();

    /** Bytes per block. */
    int bytes();

    /** Whether the stored bytes are the numbers as float32, so that widening them saves no memory. */
    default boolean isFloat32() {
        return false;
    }

    /**
     * Widens blocks to float32.
     *
     * @param at where the first block begins in {@code raw}
     * @param to where its first number goes in {@code into}
     */
    void decode(byte[] raw, int at, int blocks, float[] into, int to);

    /** Numbers in the smallest piece of a column that {@link #decode(QuantisedColumns, float[][], int)} widens. */
    default int columnNumbers() {
        return elements();
    }

    /**
     * Widens such a piece of many columns to the same floats.
     *
     * @param into {@code [numbers, columns]}
     * @param to the row of its first numbers
     */
    void decode(QuantisedColumns columns, float[][] into, int to);
}
