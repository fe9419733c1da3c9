package io.orrery.model.preset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Titles of models whose description does not give one. */
public final class ModelTitle {
    /** Longer names are cut: a title stands in one line, and a file may say anything. */
    private static final int LONGEST = 80;

    /** The number format of a GGUF file at the end of its name, such as Q4_K_M, which stays as it is. */
    private static final Pattern FORMAT =
            Pattern.compile("[-_. ]+((?:I?Q\\d|TQ\\d)\\w*|B?F16|F32)$", Pattern.CASE_INSENSITIVE);

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_+\\s]+|(?<!\\d)\\.|\\.(?!\\d)");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

    /** A longer addition to a model's base name and size is a record of its training, not a name. */
    private static final int MOST_ADDED_WORDS = 2;

    /**
     * What a GGUF file says about its model's name.
     *
     * @param name {@code general.name}; if the author gave none, converters make it of the training folder's name
     * @param base {@code general.basename}, such as {@code smollm2}
     * @param size {@code general.size_label}, such as {@code 135M}
     */
    public record Said(Optional<String> name, Optional<String> base, Optional<String> size) {}

    private ModelTitle() {}

    /**
     * The title of a GGUF file's model: the name in the file. A name that adds more than two words to base name and size,
     * such as Smollm2 135M 8k Lc100K Mix1 Ep2, gives way to the file's own name, if that is one of the same model and shorter,
     * otherwise to base name and size.
     *
     * @param file its name without the ending
     */
    public static String ofGguf(String file, Said said) {
        var name = said.name().flatMap(ModelTitle::given);
        if (name.isEmpty()) {
            return ofFile(file);
        }
        if (said.base().isEmpty() || said.size().isEmpty()) {
            return name.get();
        }
        var base = said.base().get();
        var size = said.size().get();
        var known = words((base + " " + size).toLowerCase(Locale.ROOT));
        int words = words(name.get()).size();
        if (words <= known.size() + MOST_ADDED_WORDS) {
            return name.get();
        }
        var format = FORMAT.matcher(file);
        var own = ofFile(format.find() ? file.substring(0, format.start()) : file);
        var ownWords = words(own.toLowerCase(Locale.ROOT));
        return ownWords.containsAll(known) && ownWords.size() < words ? own : ofFile(base + " " + size);
    }

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
        var words = String.join(" ", words(stem));
        if (words.isEmpty()) {
            return cut(name);
        }
        return cut(begun(words) + (hasFormat ? " " + format.group(1) : ""));
    }

    private static List<String> words(String text) {
        return Arrays.stream(BETWEEN_WORDS.split(text))
                .filter(word -> !word.isEmpty())
                .toList();
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
