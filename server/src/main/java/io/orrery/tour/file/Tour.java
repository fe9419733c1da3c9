package io.orrery.tour.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tour as its files declare it.
 *
 * @param id the name of its folder
 * @param model the preset that it is about; empty if it is made for any model
 * @param insteadOf the tour that it stands instead of, in the language of its model; empty for none
 * @param text the text that it follows; empty for the model's own
 * @param routes in minutes, ascending; never empty
 * @param talk who gives it, and when
 * @param words by language, such as {@code en}
 * @param line of {@code routes} in its file; 0 if it has none: then one route has all beats
 */
public record Tour(
        String id,
        Optional<String> model,
        Optional<String> insteadOf,
        Optional<String> text,
        List<Integer> routes,
        List<Chapter> chapters,
        Talk talk,
        Map<String, TourWords> words,
        int line) {
    /** The file that holds what no language changes. */
    public static final String FILE = "tour.yaml";

    public Tour {
        routes = List.copyOf(routes);
        chapters = List.copyOf(chapters);
        words = Map.copyOf(words);
    }

    /** Whether it is made anew for each model. */
    public boolean isForAnyModel() {
        return model.isEmpty();
    }

    /** Whether its routes are written. */
    public boolean hasRoutes() {
        return line > 0;
    }

    /**
     * What stands under the title of a talk.
     *
     * @param speaker empty for nobody
     * @param date as people read it; empty for none
     */
    public record Talk(String speaker, String date) {}

    /** @param line of the file */
    public record Chapter(String id, List<Beat> beats, List<Check> check, int line) {
        public Chapter {
            beats = List.copyOf(beats);
            check = List.copyOf(check);
        }
    }

    /**
     * @param route the shortest route that has it, in minutes; {@link #HIDDEN} for none
     * @param seconds planned, by route; for a single number, the same for all
     * @param line of the file
     */
    public record Beat(
            String id, int route, Map<Integer, Integer> seconds, SceneSpec scene, Optional<Act> act, int line) {
        /** The route of a beat that is left out. */
        static final int HIDDEN = Integer.MAX_VALUE;

        public Beat {
            seconds = Map.copyOf(seconds);
        }

        public boolean isIn(int minutes) {
            return route <= minutes;
        }
    }

    /**
     * A question of understanding.
     *
     * @param again the beat to look at again
     * @param line of the file
     */
    public record Check(String id, Act.Choice choice, String again, int line) {}
}
