package io.orrery.model.preset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Titles of models whose description does not give one. */
public final class ModelTitle {
    /** Longer names are cut: a title stands in one line, and a file may say anything. */
    private static final int LONGEST = 80;

    /** The number format of a GGUF file at the end of its name, such as Q4_K_M, which stays as it is. */
    private static final Pattern FORMAT =
            Pattern.compile("[-_. ]+((?:I?Q\\d|TQ\\d)\\w*|B?F16|F32)$", Pattern.CASE_INSENSITIVE);

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_+\\s]+|(?<!\\d)\\.|\\.(?!\\d)");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

    private ModelTitle() {}

    /** A name that a file gives its model, on one line; empty if there is none to be read. */
    public static Optional<String> given(String name) {
        var line = UNSEEN.matcher(name).replaceAll(" ").strip();
        return line.isEmpty() ? Optional.empty() : Optional.of(cut(line));
    }

    /** The name of a folder or a file in readable form: {@code smollm2-135m.Q4_1} becomes Smollm2 135m Q4_1. */
    public static String ofFile(String name) {
        var seen = UNSEEN.matcher(name).replaceAll(" ");
        var format = FORMAT.matcher(seen);
        var hasFormat = format.find();
        var stem = hasFormat ? seen.substring(0, format.start()) : seen;
        var words = Arrays.stream(BETWEEN_WORDS.split(stem))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
        if (words.isEmpty()) {
            return cut(name);
        }
        return cut(begun(words) + (hasFormat ? " " + format.group(1) : ""));
    }

    /** With a capital letter at the beginning; GPT is an abbreviation. */
    private static String begun(String words) {
        if (words.toLowerCase(Locale.ROOT).startsWith("gpt")) {
            return "GPT" + words.substring("GPT".length());
        }
        int first = words.codePointAt(0);
        return new StringBuilder()
                .appendCodePoint(Character.toTitleCase(first))
                .append(words.substring(Character.charCount(first)))
                .toString();
    }

    private static String cut(String title) {
        return title.length() <= LONGEST
                ? title
                : title.substring(0, LONGEST - 1).strip() + "…";
    }
}
