package io.orrery.model.tokenizer;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.model.config.ContentId;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A tokenizer for a vocabulary of single characters: each character of a text is one token. The library would drop an
 * unknown character or make it an unknown token; here it is an error that lists the permitted characters.
 */
public final class LetterTokenizer implements Tokenizer {
    private final Map<String, Integer> ids;
    private final SortedMap<Integer, String> letters;

    /** @param ids the token of each character (a single code point) */
    LetterTokenizer(Map<String, Integer> ids) {
        this.ids = Map.copyOf(ids);
        SortedMap<Integer, String> byId = new TreeMap<>();
        ids.forEach((letter, id) -> byId.put(id, letter));
        this.letters = Collections.unmodifiableSortedMap(byId);
    }

    @Override
    public int[] encode(String text) {
        int[] points = text.codePoints().toArray();
        var tokens = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            var letter = Character.toString(points[i]);
            var id = ids.get(letter);
            if (id == null) {
                throw unknown(letter, i + 1);
            }
            tokens[i] = id;
        }
        return tokens;
    }

    @Override
    public int[] encodeVerbatim(String text) {
        return encode(text);
    }

    private OrreryException unknown(String letter, int position) {
        var upper = letter.toUpperCase(Locale.ROOT);
        return new OrreryException(new LibraryError.UnknownLetter(
                letter,
                position,
                look(letter),
                "U+%04X".formatted(letter.codePointAt(0)),
                new Series(List.copyOf(letters.values())),
                ids.containsKey(upper) ? upper : "none",
                new Series(List.of()),
                0));
    }

    /** The {@code look} of a {@link LibraryError.UnknownLetter}. */
    private static String look(String letter) {
        int point = letter.codePointAt(0);
        if (point == ' ') {
            return "space";
        }
        if (point == '\n' || point == '\r') {
            return "linebreak";
        }
        if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
            return "number";
        }
        return Character.isLetterOrDigit(point) || point < 0x7f ? "letter" : "both";
    }

    @Override
    public String decode(int... tokens) {
        var text = new StringBuilder();
        for (int token : tokens) {
            text.append(piece(token));
        }
        return text.toString();
    }

    /** The letters as one word. */
    @Override
    public Cut cut(List<Integer> tokens) {
        var ends = IntStream.rangeClosed(1, tokens.size()).boxed().toList();
        var word = new Cut.Word(Cut.How.MERGED, 0, tokens.size(), pieces(tokens), ends, List.of(), Map.of());
        return new Cut(Cut.By.LETTERS, 0, true, List.of(word));
    }

    @Override
    public String id() {
        return ContentId.of(letters.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String example() {
        return letters.get(letters.firstKey());
    }

    @Override
    public String piece(int token) {
        return letters.getOrDefault(token, "[" + token + "]");
    }
}
