package io.orrery.train.tales;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of all stories of a language, numbered: the end of a story is token 0. */
final class Vocabulary {
    private final List<String> words;
    private final Map<String, Integer> tokens = new HashMap<>();

    private Vocabulary(List<String> words) {
        this.words = words;
        words.forEach(word -> tokens.put(word, tokens.size()));
    }

    /** The words that occur in templates. */
    static Vocabulary of(Words words, List<Template> templates) {
        Set<String> all = new LinkedHashSet<>(List.of(Grammar.END, ".", ",", "?"));
        for (Template template : templates) {
            for (Piece piece : template.pieces()) {
                if (piece.kind() instanceof Piece.Kind.Fixed fixed) {
                    all.add(fixed.word());
                }
            }
        }
        for (Template template : templates) {
            for (Piece piece : template.pieces()) {
                if (piece.kind() instanceof Piece.Kind.Any any) {
                    all.addAll(words.of(any.wordClass()));
                } else if (piece.kind() instanceof Piece.Kind.Bound bound) {
                    all.addAll(words.at(bound));
                }
            }
        }
        return new Vocabulary(List.copyOf(all));
    }

    /** All words, in the order of their tokens. */
    List<String> all() {
        return words;
    }

    /** The tokens of words. */
    int[] tokens(List<String> words) {
        return words.stream().mapToInt(tokens::get).toArray();
    }
}
