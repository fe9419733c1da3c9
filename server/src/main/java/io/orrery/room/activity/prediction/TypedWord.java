package io.orrery.room.activity.prediction;

import io.orrery.room.ballot.Ballots;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A word that a person typed as what comes next. As an answer of a ballot it is {@code t}, the token, and the word.
 *
 * @param token the first token of the word with a space before it, which counts
 * @param word as it was typed, which its person alone is sent
 */
record TypedWord(int token, String word) {
    /** The longest word, in characters. */
    static final int LONGEST = 40;

    String answer() {
        return "t" + token + " " + word;
    }

    /** Empty for the index of an option. */
    static Optional<TypedWord> read(String answer) {
        int space = answer.indexOf(' ');
        return answer.startsWith("t")
                ? Optional.of(new TypedWord(Integer.parseInt(answer.substring(1, space)), answer.substring(space + 1)))
                : Optional.empty();
    }

    /** How many people typed each token. */
    static Map<Integer, Integer> counts(Ballots.Counts counts) {
        var people = new TreeMap<Integer, Integer>();
        counts.each()
                .forEach((answer, count) ->
                        read(answer).ifPresent(typed -> people.merge(typed.token(), count, Integer::sum)));
        return people;
    }
}
