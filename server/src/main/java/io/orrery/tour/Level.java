package io.orrery.tour;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How deep a text goes. */
public enum Level {
    SIMPLE,
    DEVELOPER,
    EXPERT;

    /** Its name in files and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level with this name. */
    public static Optional<Level> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /** The names of all levels. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Level::word).toList();
    }
}
