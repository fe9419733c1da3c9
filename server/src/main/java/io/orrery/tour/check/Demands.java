package io.orrery.tour.check;

import java.util.List;

/**
 * What a tour must have besides being right.
 *
 * @param languages that must have a file
 * @param simple whether every beat has its own text in Simple, if the tour is about one model; the other levels may leave it to the step
 * @param questions of understanding at the end of each chapter
 */
public record Demands(List<String> languages, boolean simple, int questions) {
    /** The requirements of any tour. */
    public static final Demands USUAL = new Demands(List.of(), false, 0);

    /** The requirements of tours that we ship. */
    public static final Demands SHIPPED = new Demands(List.of("en", "de"), true, 2);

    public Demands {
        languages = List.copyOf(languages);
    }
}
