package io.orrery.model.gguf;

import io.orrery.tensor.Bits;

/**
 * How quantised types store the scales of groups of numbers, and what is added to these. A block has one or two numbers in half
 * precision for it, which groups may multiply by whole numbers.
 */
enum Scales {
    /** A scale for all numbers, at the beginning. */
    OF_BLOCK(32, 0, -1),

    /** A scale and a minimum for all numbers, at the beginning. */
    WITH_MINIMUM(32, 0, 2),

    /** Q2_K: a byte with both, four bits each, from the block's beginning. */
    PAIRS(16, 80, 82) {
        @Override
        Bits scale(int group) {
            return Bits.at(8 * group, 4, 0);
        }

        @Override
        Bits minimum(int group) {
            return Bits.at(8 * group + 4, 4, 0);
        }
    },
    /** Q3_K: 6 bits less 32; the lower four of two groups in a byte from 96 on, the upper two of four in one from 104 on. */
    SPREAD(16, 108, -1) {
        @Override
        Bits scale(int group) {
            return new Bits(8 * (96 + group % 8) + group / 8 * 4, 4, 8 * (104 + group % 4) + group / 4 * 2, 2, 32);
        }
    },
    /** Q4_K, Q5_K: 6 bits each in 12 bytes from 4 on; the upper two of the last four groups stand above those of the first four. */
    PACKED(32, 0, 2) {
        @Override
        Bits scale(int group) {
            return group < 4 ? Bits.at(8 * (4 + group), 6, 0) : new Bits(8 * (8 + group), 4, 8 * group + 6, 2, 0);
        }

        @Override
        Bits minimum(int group) {
            return group < 4
                    ? Bits.at(8 * (8 + group), 6, 0)
                    : new Bits(8 * (8 + group) + 4, 4, 8 * (4 + group) + 6, 2, 0);
        }
    },
    /** Q6_K: a signed byte each from 192 on. */
    SIGNED(16, 208, -1) {
        @Override
        Bits scale(int group) {
            return Bits.at(8 * (192 + group), 8, 0);
        }
    };

    private final int group;
    private final int scaleAt;
    private final int minimumAt;

    /**
     * @param group numbers of a group
     * @param scaleAt where the block has its own scale, in bytes
     * @param minimumAt where it has its minimum, or the scale of what is subtracted from groups; −1 if it has neither
     */
    Scales(int group, int scaleAt, int minimumAt) {
        this.group = group;
        this.scaleAt = scaleAt;
        this.minimumAt = minimumAt;
    }

    int group() {
        return group;
    }

    int scaleAt() {
        return scaleAt;
    }

    int minimumAt() {
        return minimumAt;
    }

    boolean hasMinima() {
        return minimumAt >= 0;
    }

    /** Whether they are for all numbers of a block, so that groups have none of their own. */
    boolean isOfBlock() {
        return this == OF_BLOCK || this == WITH_MINIMUM;
    }

    /** What a group multiplies the block's scale by. */
    Bits scale(int of) {
        throw new IllegalStateException(name() + " has no scales of groups");
    }

    /** What a group multiplies the scale of minima by, to subtract the product. */
    Bits minimum(int of) {
        throw new IllegalStateException(name() + " has no minima of groups");
    }
}
