package io.orrery.model.tokenizer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.orrery.error.OrreryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a text became tokens: its words, and in each the letters, the merges in their order, and the tokens that they make.
 *
 * @param by what the tokenizer cuts with
 * @param rules how many merges the tokenizer has
 * @param retold whether the text, read again, gets these tokens: false if some of them were chosen one by one, as a model does
 */
public record Cut(By by, int rules, boolean retold, List<Word> words) {
    /** The kinds of tokenizers, by what they cut with. */
    public enum By {
        /** Rules that merge two neighbours, in the order in which they were learned (Sennrich et al. 2016, arXiv:1508.07909). */
        @JsonProperty("merges")
        MERGES,
        @JsonProperty("letters")
        LETTERS,
        @JsonProperty("words")
        WORDS,
        /** Something that this program does not follow, such as a unigram model. */
        @JsonProperty("other")
        OTHER
    }

    /** How a word's tokens come about. */
    public enum How {
        /** Its letters are merged; of a single letter, there is nothing to merge. */
        @JsonProperty("merged")
        MERGED,
        /** The vocabulary has the word as a whole, which no merges make: it is not cut. */
        @JsonProperty("whole")
        WHOLE,
        /** A mark that stands outside of the text, such as the beginning of a text. */
        @JsonProperty("mark")
        MARK,
        /** Not followed here. */
        @JsonProperty("other")
        OTHER
    }

    /**
     * A word: tokens that stand together.
     *
     * @param from its first token's position
     * @param to the position after its last token's
     * @param letters display texts of what is merged: letters, or bytes of letters
     * @param ends for each token, the index after its last letter
     */
    public record Word(
            How how,
            int from,
            int to,
            List<String> letters,
            List<Integer> ends,
            List<Join> joins,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Form> forms) {
        Word withForms(Map<String, Form> forms) {
            return new Word(how, from, to, letters, ends, joins, forms);
        }
    }

    /**
     * A merge.
     *
     * @param at index of the left part's first letter. The right part begins where the left one ends.
     * @param rule the merge's number in the tokenizer's list, from 1
     */
    public record Join(int at, int rule) {}

    /** Another spelling of a word, with its tokens. */
    public record Form(List<Integer> tokens, List<String> pieces) {}

    /** Longer runs of letters, as of a script without spaces, are shown in several parts. */
    static final int LONGEST_WORD = 24;

    /** A word before which a form is tried that stands after a space. */
    private static final String BEFORE = "a";

    static Word whole(How how, int at, List<String> letters) {
        return new Word(how, at, at + 1, letters, List.of(letters.size()), List.of(), Map.of());
    }

    static List<String> letters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    /** This, with what the tokenizer makes of each word's other spellings. */
    Cut withForms(Tokenizer tokenizer) {
        Map<String, Map<String, Form>> known = new TreeMap<>();
        return new Cut(
                by,
                rules,
                retold,
                words.stream()
                        .map(word -> word.withForms(
                                known.computeIfAbsent(String.join("", word.letters()), text -> forms(tokenizer, text))))
                        .toList());
    }

    /** The other spellings of a word of several letters; none of a spelling that the tokenizer has no tokens for. */
    private static Map<String, Form> forms(Tokenizer tokenizer, String text) {
        var word = text.strip();
        boolean isWord = word.length() > 1 && word.codePoints().allMatch(Character::isLetter);
        if (!isWord) {
            return Map.of();
        }
        Map<String, String> spellings = new LinkedHashMap<>();
        var small = word.toLowerCase(Locale.ROOT);
        var first = Character.toString(small.codePointAt(0));
        spellings.put("start", small);
        spellings.put("capital", first.toUpperCase(Locale.ROOT) + small.substring(first.length()));
        spellings.put("capitals", word.toUpperCase(Locale.ROOT));
        Map<String, Form> forms = new LinkedHashMap<>();
        try {
            int[] before = tokenizer.encodeVerbatim(BEFORE);
            int[] both = tokenizer.encodeVerbatim(BEFORE + " " + small);
            if (both.length > before.length && Arrays.equals(before, Arrays.copyOf(both, before.length))) {
                add(forms, "space", tokenizer, Arrays.copyOfRange(both, before.length, both.length));
            }
        } catch (OrreryException e) {
            // A vocabulary of words may lack the one before.
        }
        spellings.forEach((name, spelling) -> {
            try {
                add(forms, name, tokenizer, tokenizer.encodeVerbatim(spelling));
            } catch (OrreryException e) {
                // There is nothing to show of a spelling that the model cannot read.
            }
        });
        return forms;
    }

    /** A form whose tokens are those of an earlier one is not shown. */
    private static void add(Map<String, Form> forms, String name, Tokenizer tokenizer, int... tokens) {
        var listed = Arrays.stream(tokens).boxed().toList();
        if (forms.values().stream().noneMatch(form -> form.tokens().equals(listed))) {
            forms.put(
                    name, new Form(listed, listed.stream().map(tokenizer::piece).toList()));
        }
    }

    /** The words of tokens, of a tokenizer that merges. */
    static final class Reader {
        private final Merges merges;
        private final List<Integer> tokens;
        private final List<Word> words = new ArrayList<>();

        Reader(Merges merges, List<Integer> tokens) {
            this.merges = merges;
            this.tokens = tokens;
        }

        /**
         * A word may end between any two tokens: no merge crosses the border of a token, so the merges of a part of a text's tokens are
         * those of the whole. Whether tokens are those that the merges make is checked for each word.
         */
        List<Word> words() {
            for (int at = 0; at < tokens.size(); ) {
                Word word = word(at);
                words.add(word);
                at = word.to();
            }
            return words;
        }

        private Word word(int from) {
            int token = tokens.get(from);
            if (merges.isMark(token)) {
                return whole(How.MARK, from, List.of(merges.piece(token)));
            }
            var word = merges.word(from, tokens.subList(from, from + 1));
            for (int to = from + 1; to < tokens.size() && word.isPresent() && goesOn(to); to++) {
                var longer = merges.word(from, tokens.subList(from, to + 1));
                if (longer.isEmpty() || longer.get().letters().size() > LONGEST_WORD) {
                    break;
                }
                word = longer;
            }
            var how = merges.keepsWholes() ? How.WHOLE : How.OTHER;
            return word.orElseGet(() -> whole(how, from, letters(merges.piece(token))));
        }

        /** Whether the token at a position goes on with the word of the one before. */
        private boolean goesOn(int at) {
            if (merges.isMark(tokens.get(at))) {
                return false;
            }
            var before = merges.piece(tokens.get(at - 1));
            var next = merges.piece(tokens.get(at));
            if (before.isEmpty() || next.isEmpty() || Character.isWhitespace(next.codePointAt(0))) {
                return false;
            }
            var left = Kind.of(before.codePointBefore(before.length()));
            var right = Kind.of(next.codePointAt(0));
            return left == right || left == Kind.BYTE || right == Kind.BYTE || before.equals(" ");
        }

        private enum Kind {
            LETTER,
            DIGIT,
            /** A byte of a letter. */
            BYTE,
            OTHER;

            static Kind of(int point) {
                if (point == '⟨' || point == '⟩') {
                    return BYTE;
                }
                if (Character.isDigit(point)) {
                    return DIGIT;
                }
                int type = Character.getType(point);
                boolean isMark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
                return Character.isLetter(point) || isMark ? LETTER : OTHER;
            }
        }
    }
}
