package io.orrery.model;

import java.util.Map;

/**
 * What a person gave cannot be used. The message is one or two plain sentences for that person: what was wrong, and what
 * would be right. The {@link #type()} stays the same whatever the wording or the language.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;
    private final transient Map<String, Object> parameters;

    /**
     * @param type a stable name such as {@code unknown-token}
     * @param parameters what the sentence speaks of, for those who word it in another language
     */
    public BadInputException(String type, String message, Map<String, Object> parameters) {
        super(message);
        this.type = type;
        this.parameters = Map.copyOf(parameters);
    }

    /** A stable name of the kind of problem, in lower case with hyphens. */
    public String type() {
        return type;
    }

    /** What the sentence speaks of, by name. */
    public Map<String, Object> parameters() {
        return parameters == null ? Map.of() : parameters;
    }
}
