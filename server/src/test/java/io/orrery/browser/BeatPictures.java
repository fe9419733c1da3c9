package io.orrery.browser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * What a page shows at beats of a tour while somebody walks it, against what another page shows that jumps to them. Of a beat with
 * several steps, the first and the last are compared. {@code beat-picture.js} says what belongs to a picture.
 */
final class BeatPictures {
    /** Lines of a picture that a failure names. */
    private static final int TOLD = 6;

    /** What a page waits for a beat, ms, as long as a page is waited for elsewhere. */
    private static final int MOST_MS = 30_000;

    /** The language and the level of texts. */
    record Words(String language, String level) {
        void use(Screen screen) {
            screen.ask("level", level);
            screen.page().locator("orrery-language select").first().selectOption(language);
            screen.waitUntil("document.documentElement.lang.startsWith('" + language
                    + "') && orrery.tour().language === '" + language + "'");
        }
    }

    /** A step of a beat. */
    private record Point(String beat, int at) {}

    /**
     * @param lines all that is shown
     * @param subject what of it is neither the camera nor a text beside the machine
     */
    private record Picture(Words words, List<String> lines, String subject) {}

    private final Map<Point, Picture> walked = new LinkedHashMap<>();

    /** What is shown of each point that was passed, without the camera and texts beside the machine. */
    private final Map<Point, String> subjects = new LinkedHashMap<>();

    /** A page alone at the beginning of a tour. */
    Screen open(Venue venue, String tour) {
        var screen = venue.screen(1600, 900).with(ModulePages.webClient().resolve("src/test/js/beat-picture.js"));
        screen.open(venue.links().solo() + "#lang=en&level=simple");
        screen.ask("tourStart", Map.of("tour", tour));
        screen.waitUntil("orrery.tour()?.isShown");
        return screen;
    }

    /** Notes all that is shown of the present beat, for {@link #jump}; of one with several steps, goes on to the last of them as Shift+→ does. */
    void walk(Screen screen, String beat, Words words) {
        walkSteps(screen, at -> {
            var picture = picture(screen, beat, at, words);
            walked.put(new Point(beat, at), picture);
            subjects.put(new Point(beat, at), picture.subject());
        });
    }

    /** Like {@link #walk}, but notes only what {@link #withoutChange} compares. */
    void pass(Screen screen, String beat) {
        walkSteps(
                screen,
                at -> subjects.put(new Point(beat, at), (String) screen.page()
                        .evaluate(
                                "([beat, at, most]) => beatPicture.subject(beat, at, most)",
                                List.of(beat, at, MOST_MS))));
    }

    /** @param note is called at the first step of the present beat, and at the last if there are several */
    private static void walkSteps(Screen screen, IntConsumer note) {
        note.accept(0);
        int last = (int) screen.page().evaluate("() => orrery.tour().beat.scene.steps.length - 1");
        for (int at = 1; at <= last; at++) {
            screen.press("Shift+ArrowRight");
        }
        if (last > 0) {
            note.accept(last);
        }
    }

    /** Jumps to all steps that {@link #walk} has noted, in an order of chance, by the timeline. @return what differs from the walk */
    List<String> jump(Screen screen) {
        var random = new Random(18);
        Map<Words, List<Point>> byWords = walked.keySet().stream()
                .collect(Collectors.groupingBy(
                        point -> walked.get(point).words(),
                        LinkedHashMap::new,
                        Collectors.toCollection(ArrayList::new)));
        var faults = new ArrayList<String>();
        byWords.forEach((words, points) -> {
            words.use(screen);
            Collections.shuffle(points, random);
            for (Point point : points) {
                screen.page()
                        .evaluate("([beat, at]) => beatPicture.scrub(beat, at)", List.of(point.beat(), point.at()));
                List<String> lines =
                        picture(screen, point.beat(), point.at(), words).lines();
                if (!lines.equals(walked.get(point).lines())) {
                    faults.add("%s: a jump shows %s, the walk %s"
                            .formatted(
                                    point,
                                    without(lines, walked.get(point).lines()),
                                    without(walked.get(point).lines(), lines)));
                }
            }
        });
        return faults;
    }

    @SuppressWarnings("unchecked")
    private static Picture picture(Screen screen, String beat, int at, Words words) {
        var shown = (Map<String, Object>) screen.page()
                .evaluate("([beat, at, most]) => beatPicture.of(beat, at, most)", List.of(beat, at, MOST_MS));
        return new Picture(words, (List<String>) shown.get("lines"), (String) shown.get("subject"));
    }

    /** The beats of which the walk has shown nothing but another camera and another text than of the beat before. */
    List<String> withoutChange() {
        var found = new ArrayList<String>();
        String before = "";
        for (var each : subjects.entrySet()) {
            if (each.getValue().equals(before)) {
                found.add(each.getKey() + " changes nothing but the camera");
            }
            before = each.getValue();
        }
        return found;
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).limit(TOLD).toList();
    }
}
