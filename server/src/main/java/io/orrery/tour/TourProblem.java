package io.orrery.tour;

import io.orrery.error.Sentences;
import io.orrery.error.TourError;

/**
 * What is wrong in a file of a tour.
 *
 * @param file its path, as people know it
 * @param line from 1
 */
public record TourProblem(String file, int line, TourError error) {
    /** What is wrong, in an English sentence. */
    public String reason() {
        return Sentences.ENGLISH.of(error);
    }

    /** Whether the tour can be shown in spite of it. */
    public boolean isAdvice() {
        return error.isAdvice();
    }

    /** The problem in one line, as compilers write it. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason();
    }
}
