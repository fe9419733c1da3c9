package io.orrery.room.activity.prediction;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text after which the room guesses the next token, whatever model reads it. Models cut a text into different tokens, which may end
 * within a character, and some put one before it that begins every text.
 */
final class GuessedText {
    /** A token that begins a text, such as {@code <|begin_of_text|>}, and the space before the first word. */
    private static final Pattern BEGINNING = Pattern.compile("^(?:<[^<>\\s]+>)?\\s*");

    /** A byte of a character that a token ends within, such as {@code ⟨E2⟩}. */
    private static final Pattern BYTE = Pattern.compile(inUtf8("⟨") + "([0-9A-F]{2})" + inUtf8("⟩"));

    private static final int HEXADECIMAL = 16;

    private GuessedText() {}

    /** How a text that is shown is to the one that is guessed about. */
    enum Kin {
        SAME,
        /** It begins with that text, so a number for each position tells what follows it. */
        LONGER,
        OTHER
    }

    /** @param about the joined display texts of the tokens of the text that is guessed about; likewise {@code shown} */
    static Kin of(String shown, String about) {
        String bytes = bytes(shown);
        String beginning = bytes(about);
        return !bytes.startsWith(beginning) ? Kin.OTHER : bytes.length() == beginning.length() ? Kin.SAME : Kin.LONGER;
    }

    private static String bytes(String text) {
        return BYTE.matcher(inUtf8(BEGINNING.matcher(text).replaceFirst("")))
                .replaceAll(found ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), HEXADECIMAL))));
    }

    /** The bytes of a text, each as a character. */
    private static String inUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
