package io.orrery.tour.scene;

import io.orrery.graph.Step;
import io.orrery.tour.Problems;
import io.orrery.tour.file.Act;
import io.orrery.tour.text.LinkTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A tour in the names of its models' graphs; the same in all languages.
 *
 * @param model the tour's own
 * @param isOfAnyModel whether it names no model: it is about the model on screen, and about the text there
 * @param text that it follows, unless it is about the one on screen
 */
public record ResolvedTour(
        String id, TourModel model, boolean isOfAnyModel, String text, List<Integer> routes, List<Chapter> chapters) {
    public ResolvedTour {
        routes = List.copyOf(routes);
        chapters = List.copyOf(chapters);
    }

    /** The beats of a route, in order. */
    public List<Beat> beats(int minutes) {
        return beats().filter(beat -> beat.route() <= minutes).toList();
    }

    /** The beat with a path, such as {@code attention/one-score}. */
    public Optional<Beat> beat(String path) {
        return beats().filter(beat -> beat.path().equals(path)).findFirst();
    }

    /**
     * The beat beside another one on a route; empty beyond its ends. A beat that the route leaves out counts as the next that it has.
     *
     * @param direction 1 for the beat after, −1 for the beat before
     */
    public Optional<Beat> beside(String path, int minutes, int direction) {
        List<String> all = beats().map(Beat::path).toList();
        List<Beat> route = beats(minutes);
        int place = all.indexOf(path);
        int at = (int) route.stream()
                .takeWhile(beat -> all.indexOf(beat.path()) < place)
                .count();
        int to = Math.min(at, route.size() - 1) + direction;
        return to >= 0 && to < route.size() ? Optional.of(route.get(to)) : Optional.empty();
    }

    /** The planned seconds of a route. */
    public int seconds(int minutes) {
        return beats(minutes).stream()
                .mapToInt(beat -> beat.seconds().getOrDefault(minutes, 0))
                .sum();
    }

    private Stream<Beat> beats() {
        return chapters.stream().flatMap(chapter -> chapter.beats().stream());
    }

    /** A chapter with the questions at its end. */
    public record Chapter(String id, List<Beat> beats, List<Question> check) {
        public Chapter {
            beats = List.copyOf(beats);
            check = List.copyOf(check);
        }

        /** The beat with an id. */
        public Optional<Beat> beat(String id) {
            return beats.stream().filter(beat -> beat.id().equals(id)).findFirst();
        }
    }

    /**
     * @param route the shortest route that has it, in minutes
     * @param seconds planned, by route
     * @param show what the last hint of the act lights
     */
    public record Beat(
            String chapter,
            String id,
            int route,
            Map<Integer, Integer> seconds,
            Scene scene,
            Optional<Act> act,
            Optional<Spot> show,
            TourModel model,
            Step step) {
        public Beat {
            seconds = Map.copyOf(seconds);
        }

        /** Its chapter and its id. */
        public String path() {
            return chapter + "/" + id;
        }

        /** Where a link in the beat's words leads; empty with a problem if that is nowhere. */
        public Optional<Spot> spot(LinkTarget target, int line, Problems problems) {
            return new SceneContext(model, step, OptionalInt.empty(), problems).spot(target, line);
        }
    }

    /** @param again the id of the beat to look at again */
    public record Question(String id, Act.Choice choice, String again, Optional<Spot> show) {}
}
