package io.orrery.tour.file;

import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.file.Tour.Beat;
import io.orrery.tour.file.Tour.Chapter;
import io.orrery.tour.file.Tour.Check;
import io.orrery.tour.yaml.Entries;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a tour.yaml. */
final class DeclarationReader {
    private static final int MOST_MINUTES = 240;
    private static final int MOST_SECONDS = 3600;
    private static final int SECONDS = 60;
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    private static final List<String> KEYS =
            List.of("model", "instead-of", "text", "routes", "speaker", "date", "chapters");
    private static final List<String> CHAPTER_KEYS = List.of("id", "beats", "check");
    private static final List<String> CHECK_KEYS =
            List.of("id", "choose", "count", "order", "layer", "right", "again", "show");

    private final Problems problems;
    private final SceneReader scenes;
    private final ActReader acts;

    DeclarationReader(Problems problems) {
        this.problems = problems;
        this.scenes = new SceneReader();
        this.acts = new ActReader();
    }

    Tour read(String id, YamlNode file) {
        var tour = Entries.of(file, "tour", problems).known(KEYS);
        List<Integer> routes = routes(tour);
        var chapters = new ArrayList<Chapter>();
        var ids = new HashSet<String>();
        tour.required("chapters");
        for (YamlNode node : tour.list("chapters")) {
            var entries = Entries.of(node, "chapters", problems).known(CHAPTER_KEYS);
            id(entries, ids).ifPresent(chapter -> chapters.add(chapter(chapter, entries, routes, tour.has("model"))));
        }
        var talk =
                new Tour.Talk(tour.text("speaker").orElse(""), tour.text("date").orElse(""));
        return new Tour(
                id,
                tour.text("model"),
                tour.text("instead-of"),
                tour.text("text"),
                routes,
                chapters,
                talk,
                Map.of(),
                tour.has("routes") ? tour.line("routes") : 0);
    }

    private List<Integer> routes(Entries tour) {
        var routes = new TreeSet<Integer>();
        if (!tour.has("routes")) {
            return List.of(Math.min(MOST_MINUTES, Math.max(1, (seconds(tour) + SECONDS - 1) / SECONDS)));
        }
        for (YamlNode node : tour.list("routes")) {
            whole("routes", node, 1, MOST_MINUTES).ifPresent(routes::add);
        }
        if (routes.isEmpty()) {
            if (tour.list("routes").isEmpty()) {
                problems.add(tour.line("routes"), new TourError.TourTextEmpty("routes"));
            }
            routes.add(MOST_MINUTES);
        }
        return List.copyOf(routes);
    }

    /** The planned seconds of all beats that have one number; what is wrong with them is said when they are read. */
    private static int seconds(Entries tour) {
        var ignored = new Problems("");
        return tour.list("chapters").stream()
                .flatMap(chapter -> Entries.of(chapter, "", ignored).list("beats").stream())
                .map(beat -> Entries.of(beat, "", ignored))
                .filter(beat -> !beat.has("hidden"))
                .mapToInt(beat -> beat.whole("seconds", 1, MOST_SECONDS).orElse(0))
                .sum();
    }

    private Chapter chapter(String id, Entries chapter, List<Integer> routes, boolean hasModel) {
        var beats = new ArrayList<Beat>();
        var ids = new HashSet<String>();
        chapter.required("beats");
        for (YamlNode node : chapter.list("beats")) {
            var entries = Entries.of(node, "beats", problems).known(SceneReader.keys(hasModel));
            id(entries, ids).ifPresent(beat -> beats.add(beat(beat, entries, routes)));
        }
        var check = new ArrayList<Check>();
        var questions = new HashSet<String>();
        for (YamlNode node : chapter.list("check")) {
            var entries = Entries.of(node, "check", problems).known(CHECK_KEYS);
            entries.required("choose");
            var again = entries.requiredText("again");
            again.filter(beat -> !ids.contains(beat))
                    .ifPresent(beat -> problems.add(entries.line("again"), new TourError.TourAgainUnknown(beat, id)));
            id(entries, questions)
                    .ifPresent(question -> acts.choice(entries)
                            .ifPresent(choice ->
                                    check.add(new Check(question, choice, again.orElse(""), entries.line()))));
        }
        return new Chapter(id, beats, check, chapter.line());
    }

    private Beat beat(String id, Entries beat, List<Integer> routes) {
        int longest = routes.get(routes.size() - 1);
        boolean isHidden = beat.flag("hidden").orElse(false);
        int route = isHidden
                ? Beat.HIDDEN
                : beat.scalar("route").flatMap(scalar -> route(scalar, routes)).orElse(longest);
        var act = beat.entries("act").flatMap(acts::read);
        return new Beat(id, route, seconds(beat, route, routes), scenes.read(beat), act, beat.line());
    }

    private Optional<Integer> route(Scalar scalar, List<Integer> routes) {
        var found = routes.stream()
                .filter(route -> Integer.toString(route).equals(scalar.text().strip()))
                .findFirst();
        if (found.isEmpty()) {
            problems.add(scalar.line(), new TourError.TourRouteUnknown(scalar.text(), known(routes)));
        }
        return found;
    }

    private static Series known(List<Integer> routes) {
        return new Series(routes.stream().map(String::valueOf).toList());
    }

    private Map<Integer, Integer> seconds(Entries beat, int route, List<Integer> routes) {
        var seconds = new LinkedHashMap<Integer, Integer>();
        var node = beat.required("seconds");
        if (node.isPresent() && node.get() instanceof Mapping) {
            var named = Entries.of(node.get(), "seconds", problems);
            named.keys()
                    .forEach(key -> route(new Scalar(named.line(key), key, true, false), routes)
                            .ifPresent(minutes ->
                                    named.whole(key, 1, MOST_SECONDS).ifPresent(each -> seconds.put(minutes, each))));
            routes.stream()
                    .filter(minutes -> minutes >= route && !named.has(Integer.toString(minutes)))
                    .forEach(minutes -> problems.add(named.line(), new TourError.TourSecondsMissing(minutes)));
        } else {
            beat.whole("seconds", 1, MOST_SECONDS)
                    .ifPresent(each -> routes.stream()
                            .filter(minutes -> minutes >= route)
                            .forEach(minutes -> seconds.put(minutes, each)));
        }
        return seconds;
    }

    private Optional<Integer> whole(String key, YamlNode node, int least, int most) {
        if (!(node instanceof Scalar scalar)) {
            problems.add(node.line(), new TourError.TourNotAText(key));
            return Optional.empty();
        }
        OptionalDouble number = Entries.number(key, scalar, least, most, problems);
        return number.isPresent() ? Optional.of((int) number.getAsDouble()) : Optional.empty();
    }

    /** The id of a chapter, a beat or a question, which no other in {@code taken} has. */
    private Optional<String> id(Entries entries, Set<String> taken) {
        return entries.requiredText("id").filter(id -> {
            if (!ID.matcher(id).matches()) {
                problems.add(entries.line("id"), new TourError.TourIdUnreadable(id));
                return false;
            }
            if (!taken.add(id)) {
                problems.add(entries.line("id"), new TourError.TourIdTwice(id));
                return false;
            }
            return true;
        });
    }
}
