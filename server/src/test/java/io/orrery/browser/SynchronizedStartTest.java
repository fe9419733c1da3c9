package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Presets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Pages whose clocks are wrong by seconds begin each step at the same moment, as exactly as the line lets them know the server's clock.
 *
 * <p>The page's wall clock, {@code performance.now()} and everything derived from them are shifted before its scripts run.
 * The start times that it computes are shifted back and compared on the browser's true clock. When a page starts to move
 * and when it paints has no sign in the document, so the scripts here read the page's internal events and the scene.
 */
class SynchronizedStartTest {
    private static final int ROUNDS = 3;
    private static final double WITHIN_MS = 20;
    private static final double SHARE = 0.99;

    /** Shifts of the wall clock and of the monotonic clock, ms. */
    private record Shift(int wall, int monotonic) {}

    private static final List<Shift> SHIFTS = List.of(new Shift(7000, 11_000), new Shift(-3000, 5000), new Shift(0, 0));

    /** Shifts the page's clocks; the true ones stay in {@code truth}. */
    private static final String SHIFTED = """
        (() => {
          const wall = %d, monotonic = %d;
          const now = performance.now.bind(performance), origin = performance.timeOrigin;
          const RealDate = Date, dateNow = Date.now, frame = window.requestAnimationFrame.bind(window);
          performance.now = () => now() + monotonic;
          Object.defineProperty(performance, 'timeOrigin', { get: () => origin + wall - monotonic });
          const stamp = Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp').get;
          Object.defineProperty(Event.prototype, 'timeStamp', { get() { return stamp.call(this) + monotonic; } });
          window.Date = class extends RealDate {
            constructor(...given) { if (given.length === 0) super(dateNow() + wall); else super(...given); }
            static now() { return dateNow() + wall; }
          };
          window.requestAnimationFrame = then => frame(at => {
            const began = performance.now();
            then(at + monotonic);
            window.ran?.({ frame: at + monotonic, began, ended: performance.now() });
          });
          window.truth = { now, frame: then => frame(at => then(at + monotonic)), toTrue: at => at - monotonic + origin };
        })();
        """;

    /**
     * Records each start time that the page computes, when it learnt of it, and by how much it may be wrong about the server's
     * clock; the time of each animation frame; and each picture of the scene, with its frame and the place of the first cell as a fingerprint of the camera.
     */
    private static final String WATCH = """
        () => {
          window.shows = [];
          window.frames = [];
          window.pictures = [];
          let drawn = orrery.scene().frames;
          orrery.onStep(({ step, startAt }) =>
            shows.push({ step, startAt, told: performance.now(), error: orrery.room().clock.roundTrip / 2 }));
          window.ran = (times) => {
            const now = orrery.scene();
            if (now.frames === drawn) return;
            drawn = now.frames;
            const { x, y } = orrery.place('hook_embed', [0, 0]);
            pictures.push({ ...times, camera: `${x} ${y}` });
          };
          const note = (frame) => {
            frames.push(frame);
            truth.frame(note);
          };
          truth.frame(note);
        }
        """;

    /** Whether the page is at a step, and has had animation frames since it began. */
    private static final String BEGUN = "orrery.walk().step === '%s' && !(frames.at(-1) < shows.at(-1)?.startAt + 60)";

    /**
     * The records of a round. A step's first picture is right if it was drawn in the first animation frame after the start
     * (or after the page learnt of it, if that was later) and the camera had moved in it. Steps that do not move the camera
     * are not judged.
     */
    private static final String NOTED = """
        async () => {
          for (let i = 0; i < 3; i++) await new Promise(truth.frame);
          const told = shows.splice(0).filter(({ startAt }) => startAt !== null);
          const noted = told.map(({ step, startAt, told: at, error }, i) => {
            const from = Math.max(startAt, at), until = told[i + 1]?.told ?? Infinity;
            const before = pictures.filter(({ ended }) => ended < from).pop()?.camera;
            const later = pictures.filter(({ began }) => began >= from && began < until);
            const moves = later.some(({ camera }) => camera !== before);
            const first = frames.find((frame) => frame >= from);
            const right = later.length > 0 && later[0].frame <= first && later[0].camera !== before;
            return { step, start: truth.toTrue(startAt), error, moves, right };
          });
          frames.length = pictures.length = 0;
          return noted;
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    void beginsEachStepTogetherAndPaintsItInTheFirstFrame() throws Exception {
        String audience = venue.links().audience();
        List<Screen> screens = new ArrayList<>();
        try (var presenter = venue.screen(320, 240)) {
            presenter.open(venue.links().presenter());
            for (Shift shift : SHIFTS) {
                var screen = venue.screen(320, 240, true);
                screens.add(screen);
                screen.page().addInitScript(SHIFTED.formatted(shift.wall(), shift.monotonic()));
                screen.open(audience);
            }
            assertThat(wallClock(screens.get(0)) - wallClock(screens.get(1))).isBetween(5000.0, 15_000.0);
            screens.forEach(screen -> screen.page().evaluate(WATCH));
            List<Double> differences = new ArrayList<>();
            List<Start> moving = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<String> steps = walk(presenter, screens);
                List<Map<String, Start>> noted =
                        screens.stream().map(SynchronizedStartTest::noted).toList();
                for (String step : steps) {
                    List<Start> starts = noted.stream()
                            .flatMap(of -> Stream.ofNullable(of.get(step)))
                            .toList();
                    starts.stream().filter(Start::moves).forEach(moving::add);
                    for (int i = 0; i < starts.size(); i++) {
                        for (int j = 0; j < i; j++) {
                            differences.add(starts.get(i).differsFrom(starts.get(j)));
                        }
                    }
                }
            }
            // Steps without a moment to begin at do not count.
            assertThat(differences).hasSizeGreaterThan(150);
            Collections.sort(differences);
            assertThat(differences.get((int) Math.ceil(SHARE * differences.size()) - 1))
                    .as("the 99th percentile of %d differences, the largest %s", differences.size(), last(differences))
                    .isLessThanOrEqualTo(WITHIN_MS);
            assertThat(moving).hasSizeGreaterThan(100).allMatch(Start::right);
            screens.forEach(screen -> assertThat(screen.errors()).isEmpty());
        } finally {
            screens.forEach(Screen::close);
        }
    }

    /** Goes through all steps and waits until all pages have begun each. */
    private static List<String> walk(Screen presenter, List<Screen> screens) throws Exception {
        List<String> steps = ModelSteps.of(Presets.open("nano-sort"));
        for (String step : steps) {
            presenter.go(step);
            screens.forEach(screen -> screen.waitUntil(BEGUN.formatted(step)));
        }
        return steps;
    }

    /**
     * @param at ms on the true clock
     * @param error by how much the page may have been wrong about the server's clock, ms
     * @param moves whether the camera moved before the next step
     * @param right whether it moved in the first animation frame after the start
     */
    private record Start(double at, double error, boolean moves, boolean right) {
        /** By how much it differs more than the clocks explain, ms. */
        double differsFrom(Start other) {
            return Math.max(0, Math.abs(at - other.at) - error - other.error);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Start> noted(Screen screen) {
        var shows = (List<Map<String, Object>>) screen.page().evaluate(NOTED);
        Map<String, Start> starts = new HashMap<>();
        for (Map<String, Object> show : shows) {
            var start = ((Number) show.get("start")).doubleValue();
            var error = ((Number) show.get("error")).doubleValue();
            starts.put((String) show.get("step"), new Start(start, error, (boolean) show.get("moves"), (boolean)
                    show.get("right")));
        }
        return starts;
    }

    private static double wallClock(Screen screen) {
        return ((Number) screen.page().evaluate("new Date().getTime()")).doubleValue();
    }

    private static double last(List<Double> sorted) {
        return sorted.get(sorted.size() - 1);
    }
}
