package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a fact or a condition, read from left to right. */
final class FactWords {
    private static final String OPERATORS = "<>=!";

    /**
     * One word.
     *
     * @param text without quotation marks
     * @param isQuoted whether it stood in quotation marks
     */
    record Word(String text, boolean isQuoted) {}

    private final String whole;
    private final List<Word> words;
    private int at;

    private FactWords(String whole, List<Word> words) {
        this.whole = whole;
        this.words = words;
    }

    /** @throws OrreryException with {@link FactError.FactQuoteOpen} or {@link FactError.FactEmpty} */
    static FactWords of(String text) {
        var words = new ArrayList<Word>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int start = i;
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '"') {
                i = endOfQuoted(text, i);
                words.add(new Word(unquoted(text.substring(start + 1, i - 1)), true));
            } else {
                boolean isOperator = OPERATORS.indexOf(c) >= 0;
                while (i < text.length() && isSameWord(text.charAt(i), isOperator)) {
                    i++;
                }
                words.add(new Word(text.substring(start, i), false));
            }
        }
        if (words.isEmpty()) {
            throw new OrreryException(new FactError.FactEmpty());
        }
        return new FactWords(text, List.copyOf(words));
    }

    private static boolean isSameWord(char c, boolean isOperator) {
        return !Character.isWhitespace(c) && c != '"' && OPERATORS.indexOf(c) >= 0 == isOperator;
    }

    /** The place after the closing mark. */
    private static int endOfQuoted(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw new OrreryException(new FactError.FactQuoteOpen(text));
    }

    private static String unquoted(String text) {
        var all = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                all.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            } else {
                all.append(c);
            }
        }
        return all.toString();
    }

    /** The next word, without taking it. */
    Optional<Word> peek() {
        return at < words.size() ? Optional.of(words.get(at)) : Optional.empty();
    }

    /** Whether the next word is this one, without quotation marks. */
    boolean isNext(String word) {
        return peek().filter(next -> !next.isQuoted() && next.text().equals(word))
                .isPresent();
    }

    /** Whether the next word stands in quotation marks. */
    boolean isNextQuoted() {
        return peek().filter(Word::isQuoted).isPresent();
    }

    /** Whether the next word is one of these, without quotation marks. */
    boolean isNextLike(Pattern words) {
        return words.matcher(unquoted()).matches();
    }

    /** The next word, if it has no quotation marks; empty if it has, or if there is none. */
    String unquoted() {
        return peek().filter(next -> !next.isQuoted()).map(Word::text).orElse("");
    }

    /** Takes this word if it is the next. */
    boolean take(String word) {
        boolean isNext = isNext(word);
        at += isNext ? 1 : 0;
        return isNext;
    }

    /** Takes the next word. @param expected what should stand there, a key of the error's sentence */
    Word next(String expected) {
        Word word = peek().orElseThrow(() -> expected(expected));
        at++;
        return word;
    }

    /** Takes the next word, which must be this one. */
    void require(String word) {
        if (!take(word)) {
            throw unexpected(word);
        }
    }

    /** @throws OrreryException with {@link FactError.FactGoesOn} if there is another word */
    void end() {
        if (at < words.size()) {
            throw new OrreryException(
                    new FactError.FactGoesOn(whole, words.get(at).text()));
        }
    }

    /** How many words were taken. */
    int at() {
        return at;
    }

    /** The words taken since then, as they are written with one space between two. */
    String written(int from) {
        return words.subList(from, at).stream().map(FactWords::written).collect(Collectors.joining(" "));
    }

    private static String written(Word word) {
        return word.isQuoted()
                ? '"' + word.text().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"'
                : word.text();
    }

    /** Says what should stand where the next word is. */
    OrreryException expected(String expected) {
        return new OrreryException(new FactError.FactExpects(
                whole, expected, peek().map(Word::text).orElse(""), peek().isPresent()));
    }

    /** Says which word should stand where the next word is. */
    private OrreryException unexpected(String word) {
        return new OrreryException(new FactError.FactNeedsWord(whole, word));
    }
}
