package io.orrery.model.tokenizer;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.model.config.ContentId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A tokenizer for a vocabulary of whole words: each word and each punctuation mark of a text is one token. The library
 * would make an unknown word an unknown token; here it is an error that names all unknown words of the text, and the known
 * ones that are nearest to the first.
 *
 * <p>Capitals need not be typed: of a word's forms, the capital one is taken at the beginning of a sentence, and the
 * small one within it. For texts whose words are capitalized like that, the tokens are those of the library.
 */
public final class WordTokenizer implements Tokenizer {
    /** Marks that are written without a space before them. Those that the library's decoder attaches. */
    private static final Set<String> ATTACHED = Set.of(".", ",", "?", "!");

    private static final Set<String> SENTENCE_ENDS = Set.of(".", "?", "!");

    /** How many known words an error suggests. */
    private static final int SUGGESTIONS = 3;

    /** How many unknown words an error names, besides the first. */
    private static final int MOST_NAMED = 6;

    /** The most characters of an unknown word that an error shows, and compares with known words. */
    private static final int LONGEST_SHOWN = 40;

    private final TreeMap<Integer, String> words = new TreeMap<>();
    private final Map<String, Integer> special;
    private final Map<String, List<Integer>> forms = new HashMap<>();

    /**
     * @param vocabulary the token of each word and punctuation mark
     * @param special the token of each text that is not a word, such as the end of a text
     */
    WordTokenizer(Map<String, Integer> vocabulary, Map<String, Integer> special) {
        this.special = Map.copyOf(special);
        vocabulary.forEach((word, token) -> words.put(token, word));
        special.forEach((text, token) -> words.put(token, text));
        words.forEach((token, word) -> {
            if (!special.containsKey(word)) {
                forms.computeIfAbsent(small(word), key -> new ArrayList<>()).add(token);
            }
        });
    }

    @Override
    public int[] encode(String text) {
        List<Integer> tokens = new ArrayList<>();
        // By their small form, so that each is named once.
        Map<String, String> unknown = new LinkedHashMap<>();
        boolean atStart = true;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (isSpace(point)) {
                at += Character.charCount(point);
                continue;
            }
            var part = specialAt(text, at);
            int token = special.getOrDefault(part, -1);
            if (token < 0) {
                part = text.substring(at, end(text, at));
                var known = forms.get(small(part));
                if (known == null) {
                    unknown.putIfAbsent(small(part), part);
                } else {
                    token = form(known, atStart);
                }
            }
            tokens.add(token);
            atStart = special.containsKey(part) || SENTENCE_ENDS.contains(part);
            at += part.length();
        }
        if (!unknown.isEmpty()) {
            throw unknown(List.copyOf(unknown.values()));
        }
        return tokens.stream().mapToInt(token -> token).toArray();
    }

    @Override
    public int[] encodeVerbatim(String text) {
        return encode(text);
    }

    /** The special token that a text contains at an index; an empty text if there is none. */
    private String specialAt(String text, int at) {
        return special.keySet().stream()
                .filter(token -> text.startsWith(token, at))
                .findFirst()
                .orElse("");
    }

    /** The end of the word or punctuation mark that begins at an index. */
    private int end(String text, int from) {
        if (isMark(text.codePointAt(from))) {
            return from + Character.charCount(text.codePointAt(from));
        }
        int at = from;
        while (at < text.length() && !isSpace(text.codePointAt(at)) && !isMark(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    /** The form of a known word that stands at the start of a sentence, or within it. */
    private int form(List<Integer> known, boolean atStart) {
        return known.stream()
                .filter(token -> isCapital(words.get(token)) == atStart)
                .findFirst()
                .orElse(known.get(0));
    }

    private OrreryException unknown(List<String> parts) {
        var first = parts.get(0);
        boolean isMark = isMark(first.codePointAt(0));
        var others = parts.stream().skip(1).limit(MOST_NAMED).map(WordTokenizer::shown);
        var more = parts.size() - 1 > MOST_NAMED ? Stream.of("…") : Stream.<String>empty();
        return new OrreryException(new LibraryError.UnknownWord(
                shown(first),
                isMark ? "mark" : "word",
                new Series(isMark ? marks() : nearest(small(beginning(first)))),
                new Series(Stream.concat(others, more).toList()),
                parts.size() - 1,
                new Series(List.of()),
                0));
    }

    /** The first characters of a word, as many as an error shows. */
    private static String beginning(String word) {
        return word.substring(
                0, word.offsetByCodePoints(0, Math.min(LONGEST_SHOWN, word.codePointCount(0, word.length()))));
    }

    private static String shown(String word) {
        var beginning = beginning(word);
        return printable(beginning) + (beginning.length() < word.length() ? "…" : "");
    }

    private List<String> marks() {
        return words.values().stream()
                .filter(word -> !special.containsKey(word) && isMark(word.codePointAt(0)))
                .toList();
    }

    /** The known words with the fewest letters to change, one form of each. */
    private List<String> nearest(String word) {
        return forms.values().stream()
                .map(tokens -> words.get(tokens.get(tokens.size() - 1)))
                .filter(known -> !isMark(known.codePointAt(0)))
                .sorted((one, other) -> {
                    int nearer = Integer.compare(edits(word, small(one)), edits(word, small(other)));
                    return nearer != 0 ? nearer : one.compareToIgnoreCase(other);
                })
                .limit(SUGGESTIONS)
                .toList();
    }

    /** How many letters must be replaced, inserted or deleted (Levenshtein 1966). */
    private static int edits(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            var now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[to.length()];
    }

    /** Characters that cannot be shown are written as their code points. */
    private static String printable(String word) {
        var text = new StringBuilder();
        word.codePoints().forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
                text.append("⟨U+%04X⟩".formatted(point));
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.toString();
    }

    private static String small(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static boolean isCapital(String word) {
        return Character.isUpperCase(word.codePointAt(0));
    }

    /** Unicode's white space. */
    private static boolean isSpace(int point) {
        return Character.isSpaceChar(point) || (point >= '\t' && point <= '\r') || point == '\u0085';
    }

    /** Punctuation as the library means it: all of Unicode's, and the other visible ASCII characters but letters and digits. */
    private static boolean isMark(int point) {
        if (point > ' ' && point < 0x7f) {
            return !Character.isLetterOrDigit(point);
        }
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    @Override
    public String decode(int... tokens) {
        return String.join(
                "",
                pieces(Arrays.stream(tokens)
                        .filter(token -> !special.containsValue(token))
                        .boxed()
                        .toList()));
    }

    @Override
    public List<String> pieces(List<Integer> tokens) {
        List<String> pieces = new ArrayList<>();
        for (int token : tokens) {
            var piece = piece(token);
            pieces.add(pieces.isEmpty() ? piece.stripLeading() : piece);
        }
        return pieces;
    }

    @Override
    public String piece(int token) {
        var word = words.get(token);
        if (word == null) {
            return "[" + token + "]";
        }
        return special.containsKey(word) || ATTACHED.contains(word) ? word : " " + word;
    }

    @Override
    public Cut cut(List<Integer> tokens) {
        var words = IntStream.range(0, tokens.size())
                .mapToObj(at -> {
                    var word = piece(tokens.get(at)).strip();
                    return special.containsKey(word)
                            ? Cut.whole(Cut.How.MARK, at, List.of(word))
                            : Cut.whole(Cut.How.WHOLE, at, Cut.letters(word));
                })
                .toList();
        return new Cut(Cut.By.WORDS, 0, true, words).withForms(this);
    }

    @Override
    public String id() {
        return ContentId.of((words + " " + new TreeMap<>(special)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String example() {
        return words.values().stream()
                .filter(word -> !special.containsKey(word) && !isMark(word.codePointAt(0)))
                .findFirst()
                .orElse("");
    }
}
