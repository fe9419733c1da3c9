package io.orrery.tour;

import io.orrery.error.TourError;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file. Not for several threads. */
public final class Problems {
    /** More than anybody reads; a hostile file can have any number. */
    private static final int MOST = 200;

    private final String file;
    private final List<TourProblem> all = new ArrayList<>();

    /** @param file its path, as people know it */
    public Problems(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    /** @param line from 1 */
    public void add(int line, TourError error) {
        var problem = new TourProblem(file, line, error);
        if (all.size() < MOST && !all.contains(problem)) {
            all.add(problem);
        }
    }

    /** In the order in which they were found. */
    public List<TourProblem> all() {
        return List.copyOf(all);
    }
}
