package io.orrery.graph;

/**
 * A property of an op that readers of the graph depend on: layout, animation and cards ask for traits and never for the
 * op's name, so that a new op needs no change there. Each op names its own; {@code docs/protocol.md} lists them all.
 *
 * @param word its key in JSON
 * @param value a boolean, a number or a string
 */
public record Trait(String word, Object value) {
    /** The tensor is the same for every text: a weight, or computed from weights alone. */
    public static final Trait TABLE = flag("table");

    /** The tensor is a weight: nothing computes it. It was learned in training, unless it is {@link #FIXED}. */
    public static final Trait LEARNED = flag("learned");

    /** A weight that training leaves as it is. */
    public static final Trait FIXED = flag("fixed");

    /** The table is its input with both axes exchanged. */
    public static final Trait TRANSPOSED = flag("transposed");

    /** A row of the output is computed from rows of the same position, and those move over to it as a whole. */
    public static final Trait ROWWISE = flag("rowwise");

    /** The sum of two tensors of one shape. */
    public static final Trait ADDITION = flag("addition");

    /** The product of two tensors of one shape, cell by cell. */
    public static final Trait GATE = flag("gate");

    /** A matrix product: each row of the table makes one row of the output's block. */
    public static final Trait PRODUCT = flag("product");

    /** Each row is a distribution: its cells lie between 0 and 1 and add up to 1. */
    public static final Trait PROBABILITY = flag("probability");

    /** A norm's weight that is learned about 1: the cell is multiplied by 1 + the weight. */
    public static final Trait ABOUT_ONE = flag("aboutOne");

    /** The names of traits with values, for readers that ask whether an op has one. */
    public static final String NORM = "norm";

    public static final String LOOKS_UP = "looksUp";

    public static final String SCALE = "scale";

    public static final String WINDOW = "window";

    public static final String ROUTING = "routing";

    private static Trait flag(String word) {
        return new Trait(word, true);
    }

    /** A table look-up; the row is chosen by {@code token} or {@code position}. */
    public static Trait looksUp(String by) {
        return new Trait(LOOKS_UP, by);
    }

    /** The part that an op plays in attention: {@code scores}, {@code pattern} or {@code values}. */
    public static Trait attention(String part) {
        return new Trait("attention", part);
    }

    /** The value of masked cells: −∞ or 0. As text, because JSON has no −∞. */
    public static Trait masked(float value) {
        return new Trait("masked", value == 0 ? "0" : Double.toString(value));
    }

    /** How many positions a query sees: its own, and those right before it. */
    public static Trait window(int positions) {
        return new Trait(WINDOW, positions);
    }

    /** The factor by which a dot product, or what is looked up, is multiplied. */
    public static Trait scale(double factor) {
        return new Trait(SCALE, factor);
    }

    /**
     * The part that an op plays where experts are chosen: {@code taken} (their numbers; the first input is the router's logits),
     * {@code weights}, {@code product} (of the expert in each slot), {@code parts} and {@code sum}.
     */
    public static Trait routing(String part) {
        return new Trait(ROUTING, part);
    }

    /** How many dimensions of each head are rotated, the first ones. */
    public static Trait rotated(int dimensions) {
        return new Trait("rotated", dimensions);
    }

    /** The divisor of a norm: {@code deviation} (of a layer norm) or {@code rms}. */
    public static Trait norm(String divisor) {
        return new Trait(NORM, divisor);
    }

    /** The activation function: its name. */
    public static Trait curve(ActivationFunction function) {
        return new Trait("curve", function.word());
    }
}
