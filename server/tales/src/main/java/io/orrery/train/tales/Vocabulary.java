package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of all stories, numbered: the end of a story is token 0. */
final class Vocabulary {
    private static final List<String> WORDS = words();
    private static final Map<String, Integer> TOKENS = tokens();

    private Vocabulary() {}

    /** All words, in the order of their tokens. */
    static List<String> all() {
        return WORDS;
    }

    /** The tokens of words. */
    static int[] tokens(List<String> words) {
        return words.stream().mapToInt(TOKENS::get).toArray();
    }

    private static List<String> words() {
        Set<String> words = new LinkedHashSet<>(List.of(Grammar.END, ".", ",", "?"));
        for (Template template : Grammar.TEMPLATES) {
            for (Piece piece : template.pieces()) {
                if (piece.kind() instanceof Piece.Kind.Fixed fixed) {
                    words.add(fixed.word());
                }
            }
        }
        for (Template template : Grammar.TEMPLATES) {
            for (Piece piece : template.pieces()) {
                if (piece.kind() instanceof Piece.Kind.Any any) {
                    words.addAll(Words.of(any.wordClass()));
                } else if (piece.kind() instanceof Piece.Kind.Bound bound) {
                    words.addAll(Words.of(bound.wordClass()));
                    bound.relations()
                            .forEach(relation -> Words.of(bound.wordClass())
                                    .forEach(word ->
                                            Words.related(relation, word).ifPresent(words::add)));
                }
            }
        }
        return List.copyOf(words);
    }

    private static Map<String, Integer> tokens() {
        Map<String, Integer> tokens = new HashMap<>();
        List<String> all = new ArrayList<>(WORDS);
        all.forEach(word -> tokens.put(word, tokens.size()));
        return Map.copyOf(tokens);
    }
}
