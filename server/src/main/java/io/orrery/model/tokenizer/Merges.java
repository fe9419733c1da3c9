package io.orrery.model.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import io.orrery.model.tokenizer.Cut.How;
import io.orrery.model.tokenizer.Cut.Join;
import io.orrery.model.tokenizer.Cut.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The merges of a byte-pair tokenizer (Sennrich et al. 2016; of bytes, Radford et al. 2019), in memory as sorted numbers: a vocabulary in
 * use has up to 300,000. Of all pairs of neighbours, the one whose merge was learned first is merged; of equal ones, the leftmost.
 */
final class Merges {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NONE = Integer.MAX_VALUE;

    /** Bits of a token's id, and of a merge's number. */
    private static final int BITS = 21;

    private static final int MOST = 1 << BITS;

    /** In ascending order: left token, right token, the merge's number from 0, each in {@link #BITS} bits. */
    private final long[] pairs;

    /** The token that each merge makes. */
    private final int[] made;

    /** The token of each single character of the vocabulary, by its code point as the vocabulary writes it. */
    private final Map<Integer, Integer> symbols;

    private final Set<Integer> marks;
    private final Pieces pieces;
    private final boolean keepsWholes;

    private Merges(
            long[] pairs,
            int[] made,
            Map<Integer, Integer> symbols,
            Set<Integer> marks,
            Pieces pieces,
            boolean keepsWholes) {
        this.pairs = pairs;
        this.made = made;
        this.symbols = Map.copyOf(symbols);
        this.marks = Set.copyOf(marks);
        this.pieces = pieces;
        this.keepsWholes = keepsWholes;
    }

    /**
     * Reads the merges of a {@code tokenizer.json}, one by one: as a tree, they would take some 100 MB.
     *
     * @param json the file, which the library can read
     * @param pieces its vocabulary
     * @param marks tokens that are found in a text as they are written, before anything is merged
     * @param keepsWholes whether a word that the vocabulary has is not cut at all
     * @return empty if there are none, or too many
     */
    static Optional<Merges> read(byte[] json, Pieces pieces, Set<Integer> marks, boolean keepsWholes) {
        Map<String, Integer> vocabulary = new HashMap<>();
        Map<Integer, Integer> symbols = new HashMap<>();
        for (int token = 0; token < pieces.size(); token++) {
            int id = token;
            pieces.written(token).ifPresent(text -> {
                vocabulary.put(text, id);
                if (text.codePointCount(0, text.length()) == 1) {
                    symbols.put(text.codePointAt(0), id);
                }
            });
        }
        var pairs = LongStream.builder();
        var made = IntStream.builder();
        int rank = 0;
        try (var file = new FilteringParserDelegate(
                JSON.createParser(json),
                new JsonPointerBasedFilter("/model/merges"),
                Inclusion.ONLY_INCLUDE_ALL,
                false)) {
            if (file.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            // A merge is a list of two texts or, in older files, one text with a space between them.
            for (var next = file.nextToken(); next != JsonToken.END_ARRAY; next = file.nextToken()) {
                var pair = next == JsonToken.VALUE_STRING ? file.getText().split(" ", 2) : pair(file);
                var left = vocabulary.get(pair[0]);
                var right = vocabulary.get(pair[1]);
                var result = vocabulary.get(pair[0] + pair[1]);
                if (left != null && right != null && result != null) {
                    pairs.add(key(left, right, rank));
                }
                made.add(result == null ? 0 : result);
                rank++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rank >= MOST || pieces.size() >= MOST) {
            return Optional.empty();
        }
        long[] sorted = pairs.build().sorted().toArray();
        return Optional.of(new Merges(sorted, made.build().toArray(), symbols, marks, pieces, keepsWholes));
    }

    private static String[] pair(JsonParser file) throws IOException {
        var pair = new String[] {file.nextTextValue(), file.nextTextValue()};
        file.nextToken();
        return pair;
    }

    private static long key(int left, int right, int rank) {
        return ((long) left << (2 * BITS)) | ((long) right << BITS) | rank;
    }

    /** The number of the merge of two neighbours, from 0; of a pair that is listed twice, the last, as in the library. */
    private int rank(int left, int right) {
        long last = key(left, right, MOST - 1);
        int at = Arrays.binarySearch(pairs, last);
        at = at < 0 ? -at - 2 : at;
        return at >= 0 && pairs[at] >> BITS == last >> BITS ? (int) (pairs[at] & (MOST - 1)) : NONE;
    }

    int count() {
        return made.length;
    }

    boolean keepsWholes() {
        return keepsWholes;
    }

    boolean isMark(int token) {
        return marks.contains(token);
    }

    String piece(int token) {
        return pieces.of(token);
    }

    /**
     * Merges the letters of tokens.
     *
     * @param from position of the first token
     * @return empty if the merges do not make these tokens
     */
    Optional<Word> word(int from, List<Integer> tokens) {
        var letters = new ArrayList<Integer>();
        var ends = new ArrayList<Integer>();
        for (int token : tokens) {
            if (!addLetters(token, letters)) {
                return Optional.empty();
            }
            ends.add(letters.size());
        }
        var joins = new ArrayList<Join>();
        if (!merged(letters, joins).equals(tokens)) {
            return Optional.empty();
        }
        return Optional.of(new Word(
                How.MERGED,
                from,
                from + tokens.size(),
                letters.stream().map(pieces::of).toList(),
                ends,
                joins,
                Map.of()));
    }

    /** Adds the tokens of a token's single characters; a byte that the vocabulary writes as such is one by itself. */
    private boolean addLetters(int token, List<Integer> into) {
        var written = pieces.written(token);
        if (written.isEmpty()) {
            return false;
        }
        if (pieces.isByte(token)) {
            into.add(token);
            return true;
        }
        for (int point : written.get().codePoints().toArray()) {
            var symbol = symbols.get(point);
            if (symbol == null) {
                return false;
            }
            into.add(symbol);
        }
        return true;
    }

    private List<Integer> merged(List<Integer> letters, List<Join> joins) {
        var parts = new ArrayList<>(letters);
        var starts = new ArrayList<>(IntStream.range(0, letters.size()).boxed().toList());
        while (true) {
            int best = -1;
            int lowest = NONE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = rank(parts.get(i), parts.get(i + 1));
                if (rank < lowest) {
                    lowest = rank;
                    best = i;
                }
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, made[lowest]);
            parts.remove(best + 1);
            joins.add(new Join(starts.get(best), lowest + 1));
            starts.remove(best + 1);
        }
    }
}
