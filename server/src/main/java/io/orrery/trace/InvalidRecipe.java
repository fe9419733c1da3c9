package io.orrery.trace;

/** A text that a model cannot run. */
public final class InvalidRecipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        EMPTY,
        TOO_LONG,
        UNKNOWN_TOKEN,
        UNKNOWN_MODEL
    }

    private final Reason reason;
    private final int found;
    private final int limit;

    private InvalidRecipe(Reason reason, int found, int limit, String message) {
        super(message);
        this.reason = reason;
        this.found = found;
        this.limit = limit;
    }

    static InvalidRecipe empty() {
        return new InvalidRecipe(Reason.EMPTY, 0, 1, "The text is empty; at least one token is needed.");
    }

    static InvalidRecipe tooLong(int found, int limit) {
        return new InvalidRecipe(
                Reason.TOO_LONG,
                found,
                limit,
                "The text has " + found + " tokens; this model takes at most " + limit + ".");
    }

    /** A text that fits, but not with so many more tokens. */
    static InvalidRecipe noRoom(int text, int more, int limit) {
        return new InvalidRecipe(
                Reason.TOO_LONG,
                text,
                limit,
                "After the " + text + " tokens of the text this model's context of " + limit + " has room for "
                        + (limit - text + 1) + " more, not " + more + ".");
    }

    static InvalidRecipe unknownToken(int token, int vocabulary) {
        return new InvalidRecipe(
                Reason.UNKNOWN_TOKEN,
                token,
                vocabulary,
                "There is no token " + token + "; this model knows tokens 0 to " + (vocabulary - 1) + ".");
    }

    static InvalidRecipe unknownModel(String model) {
        return new InvalidRecipe(Reason.UNKNOWN_MODEL, 0, 0, "No model with the id " + model + " is open.");
    }

    public Reason reason() {
        return reason;
    }

    /** The number of tokens found, or the token that is unknown. */
    public int found() {
        return found;
    }

    /** The longest text in tokens, or the size of the vocabulary. */
    public int limit() {
        return limit;
    }
}
