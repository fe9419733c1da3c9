package io.orrery.graph.architecture;

import java.util.Locale;

/** How a model learns where a token stands, beside the causal mask. */
public enum Positions {
    /** A learned vector for each position is added to the token's (Gehring et al. 2017, arXiv:1705.03122). */
    LEARNED,

    /** A vector of sines and cosines is added, which training leaves as it is (Vaswani et al. 2017, arXiv:1706.03762). */
    SINUSOIDAL,

    /** Queries and keys are rotated (Su et al. 2021, arXiv:2104.09864); nothing is added. */
    ROTARY,

    /** Nothing but the mask tells (Haviv et al. 2022, arXiv:2203.16634). */
    NONE;

    /** The base of the wavelengths of sines, and of rotations. */
    public static final double BASE = 10_000;

    /** Its word in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a table of position vectors is among the weights. */
    public boolean hasTable() {
        return this == LEARNED || this == SINUSOIDAL;
    }

    /**
     * A number of the sinusoidal table: sin(position / 10000^(i / d_model)) for even i, and the cosine of the same angle for i + 1.
     *
     * @param position from 0
     * @param i from 0
     */
    public static double sinusoid(int position, int i, int dModel) {
        double angle = position * Math.pow(BASE, -(i - i % 2) / (double) dModel);
        return i % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }
}
