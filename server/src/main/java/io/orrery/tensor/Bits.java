package io.orrery.tensor;

/**
 * Where a block has the bits of one whole number. Places are counted in bits from the block's beginning, lowest first; bits that
 * stand together stand in one byte.
 *
 * @param low the place of the lowest bit
 * @param lows how many bits stand there; if eight, the highest is a sign
 * @param high the place of the other bits
 * @param highs how many they are; 0 if there are none
 * @param offset what is subtracted from them
 */
public record Bits(int low, int lows, int high, int highs, int offset) {
    /** What turns the sign of eight bits into a positive number, which is 128 more. */
    static final int SIGN = 0x80;

    /** Bits that stand together. */
    public static Bits at(int low, int lows, int offset) {
        return new Bits(low, lows, low, 0, offset);
    }

    /** The bits of the block at {@code raw[at]}, before {@link #subtracted()}. */
    public int of(byte[] raw, int at) {
        int bits = raw[at + (low >> 3)] >> (low & 7) & lowMask() ^ turned();
        return highs == 0 ? bits : bits | (raw[at + (high >> 3)] >> (high & 7) & highMask()) << lows;
    }

    int lowMask() {
        return (1 << lows) - 1;
    }

    int highMask() {
        return (1 << highs) - 1;
    }

    int turned() {
        return lows == Byte.SIZE ? SIGN : 0;
    }

    /** What is subtracted from the bits with a turned sign. */
    public int subtracted() {
        return offset + turned();
    }
}
