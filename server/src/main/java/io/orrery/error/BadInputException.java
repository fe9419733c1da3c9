package io.orrery.error;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a person gave cannot be used. The message is one or two plain sentences for that person: what was wrong, and what
 * would be right. The {@link #type()} stays the same whatever the wording or the language.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As much as a person reads; a hostile file's names may be as long as it likes. */
    private static final int LONGEST = 500;

    /** How much stays of the end of what is longer. */
    private static final int END = 200;

    /** What would move the cursor of a terminal, or turn the reading round. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u200e\\u200f\\u061c\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private final String type;
    private final transient Map<String, Object> parameters;

    /**
     * @param type a stable name such as {@code unknown-token}
     * @param parameters what the sentence speaks of, for those who word it in another language
     */
    public BadInputException(String type, String message, Map<String, Object> parameters) {
        super(readable(message));
        this.type = type;
        this.parameters = Map.copyOf(parameters);
    }

    /** What a file or a person wrote may stand in a sentence: it is shown whole only as far as one can read it. */
    private static String readable(String sentence) {
        String clean = UNSEEN.matcher(cut(sentence))
                .replaceAll(found -> "U+%04X".formatted((int) found.group().charAt(0)));
        return cut(clean);
    }

    private static String cut(String sentence) {
        return sentence.length() <= LONGEST
                ? sentence
                : sentence.substring(0, LONGEST - END) + "…" + sentence.substring(sentence.length() - END);
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
