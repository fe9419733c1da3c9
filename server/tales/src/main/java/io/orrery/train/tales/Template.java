package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A few sentences that belong together, with places for words.
 *
 * @param skill what its answers ask for
 * @param place where in a story it may stand
 * @param needs what must be true of the two people of the story
 * @param often how often it is told, compared with the others of its place
 */
record Template(Skill skill, Place place, Set<Needs> needs, int often, List<Piece> pieces) {
    /** The variables that keep their words for the whole story. */
    static final Set<String> CAST = Set.of("name1", "name2", "place1", "thing1");

    private static final Set<String> ENDS = Set.of(".", "?");

    /** Where in a story a template may stand. */
    enum Place {
        OPENING,
        MIDDLE,
        CLOSING
    }

    /** What must be true of the two people of the story. */
    enum Needs {
        /** Both have been named. */
        TWO,
        /** Only one of them is a girl. */
        GIRL_AND_BOY
    }

    static Template of(Words words, Skill skill, Place place, Set<Needs> needs, int often, String text) {
        return new Template(
                skill,
                place,
                needs,
                often,
                Arrays.stream(text.split(" "))
                        .map(written -> Piece.of(words, written))
                        .toList());
    }

    /** Whether it tells of two things of a kind, and asks about one of them. */
    boolean isHard() {
        return skill.isBinding()
                && pieces.stream()
                                .filter(piece -> piece.kind() instanceof Piece.Kind.Fixed fixed
                                        && fixed.word().equals("."))
                                .count()
                        > 2;
    }

    /** Its pieces, sentence by sentence. */
    List<List<Piece>> sentences() {
        List<List<Piece>> sentences = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).kind() instanceof Piece.Kind.Fixed fixed && ENDS.contains(fixed.word())) {
                sentences.add(pieces.subList(from, i + 1));
                from = i + 1;
            }
        }
        return sentences;
    }
}
