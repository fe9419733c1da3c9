package io.orrery.room.activity.qa;

import io.orrery.wire.Cursor;
import io.orrery.wire.Word;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A question that somebody in the room has asked. It is an answer of its ballot, as a line.
 *
 * @param number from 1, in the order in which questions were asked; never given again
 * @param isNameless whether somebody who moderates has hidden the name
 * @param by the id of the person who asked
 * @param at when it was asked, ms
 * @param place the step and the trace that the room showed then
 * @param name the person's own; empty for none
 */
record AudienceQuestion(
        int number, Status status, boolean isNameless, String by, long at, Cursor place, String name, String text) {
    /** The most characters of a text. */
    static final int LONGEST = 200;

    /** How far a question has come. */
    enum Status implements Word {
        /** Waits until somebody approves of it. */
        WAITING,
        /** Shown, but nobody who moderates has looked at it. */
        SHOWN,
        /** Shown by somebody who moderates, so that reports do not hide it. */
        APPROVED,
        ANSWERED,
        HIDDEN
    }

    /** The beginning of the line. */
    static final String KIND = "q";

    /** Between the fields of the line; cleaned texts have no control characters. */
    private static final String SEPARATOR = "\t";

    private static final int FIELDS = 10;

    /** What is no part of a word, for comparing: punctuation, marks, spaces. */
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** For whom there is one answer with this question, in the place of a person. */
    String key() {
        return key(number);
    }

    static String key(int number) {
        return KIND + number;
    }

    String line() {
        return String.join(
                SEPARATOR,
                KIND,
                Integer.toString(number),
                status.name(),
                Boolean.toString(isNameless),
                by,
                Long.toString(at),
                place.trace(),
                place.step(),
                name,
                text);
    }

    /** Reads a line; empty if it is another answer of the ballot. */
    static Optional<AudienceQuestion> read(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        return fields.length == FIELDS && fields[0].equals(KIND)
                ? Optional.of(new AudienceQuestion(
                        Integer.parseInt(fields[1]),
                        Status.valueOf(fields[2]),
                        Boolean.parseBoolean(fields[3]),
                        fields[4],
                        Long.parseLong(fields[5]),
                        new Cursor(fields[6], fields[7]),
                        fields[8],
                        fields[9]))
                : Optional.empty();
    }

    /** Whether a line can be a question of this person: faster than {@link #read}, and never wrong in denying it. */
    static Predicate<String> mayBeBy(String person) {
        String field = SEPARATOR + person + SEPARATOR;
        return line -> line.contains(field);
    }

    AudienceQuestion with(Status next) {
        return new AudienceQuestion(number, next, isNameless, by, at, place, name, text);
    }

    AudienceQuestion nameless(boolean on) {
        return new AudienceQuestion(number, status, on, by, at, place, name, text);
    }

    /** The name that others are shown; empty for none. */
    String shownName() {
        return isNameless ? "" : name;
    }

    boolean isOpen() {
        return status != Status.ANSWERED;
    }

    /** Whether two texts are the same but for case, punctuation, spaces, and how their characters are composed. */
    static boolean isSame(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String spoken = NO_WORD.matcher(composed).replaceAll(" ").strip();
        return spoken.isEmpty() ? composed : spoken;
    }
}
