package io.orrery.graph;

/**
 * A named axis of a tensor.
 *
 * @param name such as {@code d_model}; queries, keys and values all have an axis named {@code head}
 * @param size {@code pos} (as many as there are positions), the name of one of {@link Sizes}, or a number
 */
public record Axis(String name, String size) {
    public static final Axis POS = new Axis("pos", "pos");
    public static final Axis Q_POS = new Axis("q_pos", "pos");
    public static final Axis K_POS = new Axis("k_pos", "pos");
    public static final Axis HEAD = new Axis("head", "n_heads");
    public static final Axis KEY_VALUE_HEAD = new Axis("head", "n_key_value_heads");
    public static final Axis D_HEAD = new Axis("d_head", "d_head");
    public static final Axis D_MODEL = new Axis("d_model", "d_model");
    public static final Axis D_MLP = new Axis("d_mlp", "d_mlp");
    public static final Axis D_VOCAB = new Axis("d_vocab", "d_vocab");
    public static final Axis N_CTX = new Axis("n_ctx", "n_ctx");
    public static final Axis ONE = new Axis("one", "1");

    /** The name of the axis of all experts of an MLP. */
    public static final String EXPERT = "expert";

    /** The name of the axis of the experts that are taken at a position. */
    public static final String SLOT = "slot";

    /** The axis of all experts of an MLP. */
    public static Axis experts(int count) {
        return new Axis(EXPERT, Integer.toString(count));
    }

    /** The axis of the experts that are taken at a position, the most probable first. */
    public static Axis slots(int count) {
        return new Axis(SLOT, Integer.toString(count));
    }

    /** Whether its length is the number of positions. */
    public boolean isPosition() {
        return size.equals("pos");
    }

    /** Its length. */
    public int length(Sizes sizes, int positions) {
        if (isPosition()) {
            return positions;
        }
        return Character.isDigit(size.charAt(0)) ? Integer.parseInt(size) : sizes.get(size);
    }
}
