package io.orrery.train.tales;

import java.util.List;
import java.util.Optional;

/**
 * One word of a {@link Template}.
 *
 * @param answer whether it can be known from the words before it, and is asked for
 */
record Piece(Kind kind, boolean answer) {
    /** What stands at the word's place. */
    sealed interface Kind {
        /** Always the same word. */
        record Fixed(String word) implements Kind {}

        /** Any word of a class. */
        record Any(String wordClass) implements Kind {}

        /**
         * A word that the whole template agrees on, or one that follows from it.
         *
         * @param variable a class and a number, such as {@code name1}
         * @param relations applied to the variable's word, in order
         * @param agreesWith the variable of a noun; its gender is the relation that is applied last
         */
        record Bound(String variable, String wordClass, List<String> relations, Optional<String> agreesWith)
                implements Kind {
            /** Whether the variable's own word stands here, and none that follows from it. */
            boolean isOwnWord() {
                return relations.isEmpty() && agreesWith.isEmpty();
            }
        }
    }

    /**
     * {@code word}, <code>{class}</code>, <code>{class1}</code>, <code>{class1.relation}</code> or <code>{class1.class2}</code>,
     * with * before an answer.
     */
    static Piece of(Words words, String written) {
        boolean answer = written.startsWith("*");
        var text = answer ? written.substring(1) : written;
        if (!text.startsWith("{")) {
            return new Piece(new Kind.Fixed(text), answer);
        }
        var parts = text.substring(1, text.length() - 1).split("\\.");
        var wordClass = parts[0].replaceAll("\\d+$", "");
        words.of(wordClass);
        if (wordClass.equals(parts[0])) {
            return new Piece(new Kind.Any(wordClass), answer);
        }
        var relations = List.of(parts).subList(1, parts.length);
        boolean agrees = !relations.isEmpty() && relations.get(0).matches("[a-z]+\\d");
        return new Piece(
                new Kind.Bound(
                        parts[0],
                        wordClass,
                        agrees ? List.of() : relations,
                        agrees ? Optional.of(relations.get(0)) : Optional.empty()),
                answer);
    }
}
