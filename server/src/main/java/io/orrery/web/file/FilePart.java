package io.orrery.web.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a recording's file, as its size is told. What a page cannot do without is in every file. */
public enum FilePart {
    /** The page with its code. */
    PAGE(false, "code"),
    /** The words of all languages and levels. */
    WORDS(false, "texts"),
    /** The rows: what was shown, and when. */
    SHOWN(false, "rows"),
    /** The numbers of what was shown, and the cards of its cells. */
    NUMBERS(true, "data", "numbers", "frames"),
    /** The answers to the questions of why that were asked. */
    WHY(true, "why"),
    VOICE(true, "voice"),
    CAPTIONS(true, "captions");

    private final boolean mayBeLeftOut;
    private final List<String> pieces;

    FilePart(boolean mayBeLeftOut, String... pieces) {
        this.mayBeLeftOut = mayBeLeftOut;
        this.pieces = List.of(pieces);
    }

    /** The names of its pieces in the file. */
    List<String> pieces() {
        return pieces;
    }

    public boolean mayBeLeftOut() {
        return mayBeLeftOut;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part of this name that may be left out. */
    public static Optional<FilePart> leftOut(String word) {
        return Stream.of(values())
                .filter(part -> part.mayBeLeftOut && part.word().equals(word))
                .findFirst();
    }

    /** The words of the parts that may be left out, with commas. */
    public static String words() {
        return String.join(
                ", ",
                Stream.of(values())
                        .filter(FilePart::mayBeLeftOut)
                        .map(FilePart::word)
                        .toList());
    }
}
