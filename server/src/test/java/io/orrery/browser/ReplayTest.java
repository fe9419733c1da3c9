package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room is recorded, and its recording shows what an attendee's page showed. */
class ReplayTest {
    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    /** What a page shows: the run, the step, the tour, what is asked, why, and the numbers of the step's tensors as they are drawn. */
    private static final String SHOWN = """
        (() => {
          const { model, run, step, focus, sampling, why } = orrery.walk();
          const { parts, lobby, blank } = orrery.room().state;
          const { prediction, poll, tour, marks } = parts;
          const drawn = orrery.tensorsOf().slice(0, 2).map((name) => [name, ...orrery.drawn(name).slice(0, 200)]);
          return JSON.stringify([model.id, run.tokens, run.changes ?? [], step, focus, sampling, why ?? null, lobby, blank,
            prediction ?? null, poll ?? null, marks ?? [], tour && [tour.tour, tour.beat, tour.at], drawn]);
        })()
        """;

    private static final String CARD = "orrery-tour-card, orrery-step-card, orrery-why-card";

    /** A moment of the evening. @param t of the recording, ms @param shown see {@link #SHOWN} @param text of the card */
    private record Moment(String name, double t, String shown, String text) {}

    private final List<Moment> moments = new ArrayList<>();

    @Test
    void aReplayShowsWhatAnAttendeesPageShowed() {
        try (var presenter = venue.screen(1600, 900);
                var attendee = venue.screen(1280, 800);
                var replay = venue.screen(1600, 900)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            presenter
                    .page()
                    .evaluate(
                            "document.querySelector('orrery-app').conductor.command({do: 'record', title: 'Evening'})");
            attendee.waitUntil("orrery.room().state.parts.recording?.on");
            String id = attendee.scene().text("orrery.room().state.parts.recording.id");

            // who came late can go back
            attendee.page()
                    .locator("orrery-from-beginning a[href='/replay/" + id + "']")
                    .waitFor();

            List<String> steps = presenter.scene().strings("orrery.walk().steps");
            int last = steps.size() - 1;
            for (int at : new int[] {1, last / 4, last / 2, 3 * last / 4, last - 1, last}) {
                String step = steps.get(at);
                presenter.go(step);
                attendee.waitUntil("orrery.walk().step === '" + step + "'");
                remember(step, id, attendee);
            }
            presenter.ask("why");
            attendee.waitUntil("orrery.walk().why");
            remember("why", id, attendee);
            presenter.ask("why");
            presenter.ask("generate", Map.of());
            attendee.waitUntil("!orrery.walk().why");
            presenter.ask("tourStart", Map.of("tour", "how-it-sorts"));
            attendee.waitUntil("orrery.tour().isShown");
            remember("tour", id, attendee);
            List<String> beats = attendee.scene().strings("orrery.tour().beats.map(({ key }) => key)");
            for (String beat : beats.subList(1, 7)) {
                presenter.ask("tourGo", Map.of("beat", beat));
                attendee.waitUntil("orrery.tour().beat.key === '" + beat + "' && orrery.tour().isShown");
                remember(beat, id, attendee);
            }
            presenter.ask("tourEnd");
            attendee.waitUntil("!orrery.tour().isOn");
            remember("after the tour", id, attendee);
            presenter.ask("predict", Map.of("question", "Which?", "options", List.of("This", "That")));
            attendee.waitUntil("orrery.room().state.parts.prediction");
            remember("asked", id, attendee);
            double asked = moments.get(moments.size() - 1).t();
            attendee.ask("guess", Map.of("option", 0));
            attendee.waitUntil("orrery.room().state.own.prediction");
            presenter.ask("predictClose");
            presenter.ask("predictReveal");
            attendee.waitUntil("orrery.room().state.parts.prediction.question.phase === 'revealed'");
            remember("revealed", id, attendee);
            presenter.ask("predictEnd");
            attendee.waitUntil("!orrery.room().state.parts.prediction");
            presenter.ask("blank");
            attendee.waitUntil("orrery.room().state.blank");
            remember("dark", id, attendee);
            presenter.ask("blank");
            attendee.waitUntil("!orrery.room().state.blank");
            remember("light", id, attendee);

            replay.open(venue.address("/replay/" + id + "#t=1"));
            replay.page().locator("orrery-player .bar").waitFor();
            // in no order: a seek does not depend on what was shown before
            var shuffled = new ArrayList<>(moments);
            java.util.Collections.shuffle(shuffled, new java.util.Random(5));
            var seen = new HashMap<String, String>();
            for (Moment moment : shuffled) {
                replay.ask("replayTo", moment.t());
                still(replay, moment);
                seen.put(moment.name(), replay.scene().text(SHOWN));
                assertThat(seen.get(moment.name())).as(moment.name()).isEqualTo(moment.shown());
                // a tour's words are fetched when they are first shown
                replay.page()
                        .locator(CARD)
                        .locator("h1", new Locator.LocatorOptions().setHasText(moment.text()))
                        .first()
                        .waitFor();
            }
            String folder = System.getProperty("pictures");
            if (folder != null) {
                pictures(replay, Path.of(folder), asked);
            }
            assertThat(replay.errors()).isEmpty();
            assertThat(moments.size()).isGreaterThanOrEqualTo(18);
        }
    }

    private void pictures(Screen replay, Path folder, double asked) {
        for (int[] size : new int[][] {{1600, 900}, {1024, 768}, {390, 844}, {320, 568}}) {
            replay.page().setViewportSize(size[0], size[1]);
            replay.ask("replayTo", moments.get(9).t());
            replay.page().waitForTimeout(2500);
            replay.page()
                    .screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                            .setPath(folder.resolve("replay-" + size[0] + ".png")));
            replay.ask("replayTo", asked);
            replay.page().waitForTimeout(1000);
            replay.page()
                    .screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                            .setPath(folder.resolve("asked-" + size[0] + ".png")));
            replay.ask("replayTo", moments.get(3).t());
            replay.ask("replayLook");
            replay.page().waitForTimeout(2500);
            replay.page()
                    .screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                            .setPath(folder.resolve("look-" + size[0] + ".png")));
            replay.ask("replayLook");
        }
    }

    private void remember(String name, String id, Screen attendee) {
        attendee.scene().waitUntilStill();
        attendee.rest();
        // A state is told before its start, at which the recording has it: the moment is behind that.
        double t = ((Number) attendee.page()
                        .evaluate(
                                "async (address) => { const read = async () => (await (await"
                                        + " fetch(address)).json()).length; const told = await read(); for (;;) { const"
                                        + " now = await read(); if (now >= told + 400) return now; await new"
                                        + " Promise((soon) => setTimeout(soon, 40)); } }",
                                "/api/recordings/" + id))
                .doubleValue();
        moments.add(new Moment(name, t, attendee.scene().text(SHOWN), card(attendee)));
    }

    /** The words of the card, without the way on, which is another one for somebody who follows. */
    private static String card(Screen screen) {
        var card = screen.page().locator(CARD).first();
        return card.count() == 0 ? "" : card.locator("h1").first().innerText();
    }

    /** Waits until the page shows a moment whole; the comparison says what differs if it does not. */
    private static void still(Screen replay, Moment moment) {
        replay.page().evaluate("() => { window.until = performance.now() + 6000; }");
        replay.waitFor(
                "(wanted) => { if (performance.now() > window.until) return true; try { return orrery.isStill() && ("
                        + SHOWN.strip() + ") === wanted; } catch { return false; } }",
                moment.shown());
    }
}
