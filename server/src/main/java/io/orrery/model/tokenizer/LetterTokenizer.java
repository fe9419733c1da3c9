package io.orrery.model.tokenizer;

import io.orrery.error.BadInputException;
import io.orrery.model.config.ContentId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A vocabulary of single characters, joined without spaces: each character of a text is one token. A library would drop
 * a character that it does not know, or make it an unknown token; here it is an error that names what is permitted.
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

    private BadInputException unknown(String letter, int position) {
        var upper = letter.toUpperCase(Locale.ROOT);
        var remedy = ids.containsKey(upper) ? "; write \"%s\", a capital letter".formatted(upper) : "";
        return new BadInputException(
                "unknown-token",
                "This model reads only %s, and character %d of the text is %s%s."
                        .formatted(permitted(), position, describe(letter), remedy),
                Map.of("token", letter, "position", position, "permitted", List.copyOf(letters.values())));
    }

    private String permitted() {
        var all = new ArrayList<>(letters.values());
        var last = all.remove(all.size() - 1);
        return all.isEmpty() ? last : String.join(", ", all) + " and " + last;
    }

    private static String describe(String letter) {
        int point = letter.codePointAt(0);
        if (point == ' ') {
            return "a space";
        }
        if (point == '\n' || point == '\r') {
            return "a line break";
        }
        if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
            return "the character U+%04X".formatted(point);
        }
        boolean isPlain = Character.isLetterOrDigit(point) || point < 0x7f;
        return isPlain ? "\"" + letter + "\"" : "\"%s\" (U+%04X)".formatted(letter, point);
    }

    @Override
    public String decode(int... tokens) {
        var text = new StringBuilder();
        for (int token : tokens) {
            text.append(piece(token));
        }
        return text.toString();
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
