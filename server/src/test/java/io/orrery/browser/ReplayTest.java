package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A room is recorded, and its recording shows what an attendee's page showed. */
class ReplayTest {
    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    /**
     * What a page shows: the run, what comes next, the step, the tour, what is asked, why, the training, and the numbers of the step's tensors as they are drawn; of a training also those of
     * a weight, and while it shows gradients only these.
     */
    private static final String SHOWN = """
        (() => {
          const { model, run, next, step, focus, sampling, why } = orrery.walk();
          const { parts, lobby, blank } = orrery.room().state;
          const { prediction, poll, tour, marks, training } = parts;
          const isRun = training?.course.look?.phase !== 'gradients';
          const here = orrery.tensorsOf().filter((name) => next.length > 0 || !['logits', 'probs'].includes(name));
          const names = [...(isRun ? here.slice(0, 2) : []), ...(training ? ['blocks.0.mlp.b_in'] : [])];
          const drawn = names.map((name) => [name, ...orrery.drawn(name).slice(0, 200)]);
          return JSON.stringify([model.id, run.tokens, run.changes ?? [], next, step, focus, sampling, why ?? null, lobby, blank,
            prediction ?? null, poll ?? null, marks ?? [], tour && [tour.tour, tour.beat, tour.at], training ?? null, drawn]);
        })()
        """;

    private static final String CARD = "orrery-tour-card, orrery-step-card, orrery-why-card, orrery-update";
    /** The moments that are compared in the recording's file. */
    private static final Set<String> FILED =
            Set.of("logits", "why", "a head less", "tour", "revealed", "an update", "gradients", "dark");

    private static final String COURSE = "orrery.walk().training";

    /** A moment of the evening. @param seq of the state that the page was told last @param shown see {@link #SHOWN} @param text of the card */
    private record Moment(String name, long seq, String shown, String text) {}

    private final List<Moment> moments = new ArrayList<>();
    /** The first sentence of the tour's first beat, which has figures. */
    private String said = "";

    @Test
    void aReplayShowsWhatAnAttendeesPageShowedAlsoAfterARestart(@TempDir Path data) throws Exception {
        venue.open(Venue.kept(data, 0));
        try (var presenter = venue.screen(1024, 768);
                var attendee = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            presenter.press("Shift+R");
            attendee.waitUntil("orrery.room().state.parts.recording?.on");
            String id = attendee.scene().text("orrery.room().state.parts.recording.id");

            walks(presenter, attendee);
            asksWhy(presenter, attendee);
            tours(presenter, attendee, data);
            asks(presenter, attendee);
            trains(presenter, attendee);
            presenter.ask("blank");
            attendee.waitUntil("orrery.room().state.blank");
            remember("dark", attendee);
            presenter.ask("blank");
            attendee.waitUntil("!orrery.room().state.blank");
            remember("light", attendee);
            assertThat(moments.size()).isGreaterThanOrEqualTo(20);

            // who came late goes back, and begins to catch up by the same press
            attendee.page()
                    .locator("orrery-from-beginning a[href^='/replay/" + id + "#']")
                    .click();
            var replay = attendee;
            replay.page().locator("orrery-player .bar").waitFor();
            replay.waitUntil("orrery.replay()?.playing && orrery.replay().rate === 1.5");
            replay.ask("replayPlay");
            replay.page().getByText("Catch up at 1½ ×").waitFor();
            List<Row> rows = rows(replay, id);
            double end = timeOf(moments.get(moments.size() - 1), rows);
            // one that goes on is played a little behind the room
            replay.waitUntil(
                    "document.querySelector('orrery-player').shadowRoot.querySelector('.slider').ariaValueMax > "
                            + (end / 1000 + 2));
            Moment ofTour = moments.stream()
                    .filter(each -> each.name().equals("tour"))
                    .findFirst()
                    .orElseThrow();
            // in no order: a seek does not depend on what was shown before
            var shuffled = new ArrayList<>(moments);
            Collections.shuffle(shuffled, new Random(5));
            for (Moment moment : shuffled) {
                replay.ask("replayTo", timeOf(moment, rows));
                shows(replay, moment);
                // a tour's words are fetched when they are first shown
                replay.page()
                        .locator(CARD)
                        .locator("h1", new Locator.LocatorOptions().setHasText(moment.text()))
                        .first()
                        .waitFor();
            }
            // figures of lines that are seen are asked for
            replay.ask("replayTo", timeOf(ofTour, rows));
            replay.chooseTab("Said");
            replay.page().locator("orrery-transcript li").getByText(said).waitFor();
            isTheSameInAFile(replay, id, rows, data.resolve("evening.html"));
            replay.open(venue.links().solo().replaceAll("/solo.*", "/replay/" + id));
            saysWhatCannotBeShown(replay, id);
            assertThat(replay.errors()).isEmpty();
        }
    }

    private void walks(Screen presenter, Screen attendee) {
        List<String> steps = presenter.scene().strings("orrery.walk().steps");
        // what comes next is not shown yet, so that a page does not have the numbers of the last of these
        for (String step : List.of(steps.get(1), steps.get(steps.size() / 2), "blocks.2", "logits")) {
            presenter.go(step);
            attendee.waitUntil("orrery.walk().step === '" + step + "'");
            remember(step, attendee);
        }
    }

    private void asksWhy(Screen presenter, Screen attendee) {
        presenter.ask("why");
        attendee.waitUntil("orrery.walk().why");
        remember("why", attendee);
        presenter.ask("why");
        attendee.waitUntil("!orrery.walk().why");
        presenter.ask("switch", Map.of("node", "blocks.0.attn.hook_z", "head", 1));
        attendee.waitUntil("orrery.walk().run.changes?.length > 0");
        remember("a head less", attendee);
        double length = attendee.scene().number("orrery.walk().run.tokens.length");
        presenter.ask("generate", Map.of());
        attendee.waitUntil("orrery.walk().run.tokens.length > " + length);
    }

    /** In the middle of a tour the server is started anew: its recording goes on, behind a gap. */
    private void tours(Screen presenter, Screen attendee, Path data) throws Exception {
        presenter.ask("tourStart", Map.of("tour", "how-it-sorts"));
        attendee.waitUntil("orrery.tour()?.isShown && orrery.tour().hasFacts");
        remember("tour", attendee);
        said = attendee.page().locator("orrery-tour-card p").first().innerText().split("(?<=\\.) ")[0];
        assertThat(said).containsPattern("\\d");
        List<String> beats = attendee.scene().strings("orrery.tour().beats.map(({ key }) => key)");
        for (String beat : beats.subList(1, 6)) {
            if (beat.equals(beats.get(3))) {
                int port = venue.server().port();
                venue.close();
                List.of(presenter, attendee).forEach(Screen::waitUntilConnectionLost);
                venue.open(Venue.kept(data, port));
                List.of(presenter, attendee).forEach(Screen::waitUntilConnected);
            }
            presenter.ask("tourGo", Map.of("beat", beat));
            attendee.waitUntil("orrery.tour()?.beat?.key === '" + beat + "' && orrery.tour().isShown");
            remember(beat, attendee);
        }
        presenter.ask("tourEnd");
        attendee.waitUntil("!orrery.tour().isOn");
        remember("after the tour", attendee);
    }

    private void asks(Screen presenter, Screen attendee) {
        presenter.ask("predict", Map.of("question", "Which?", "options", List.of("This", "That")));
        attendee.waitUntil("orrery.room().state.parts.prediction");
        remember("asked", attendee);
        attendee.ask("guess", Map.of("option", 0));
        attendee.waitUntil("orrery.room().state.own.prediction");
        presenter.ask("predictClose");
        presenter.ask("predictReveal");
        attendee.waitUntil("orrery.room().state.parts.prediction.question.phase === 'revealed'");
        remember("revealed", attendee);
        presenter.ask("predictEnd");
        attendee.waitUntil("!orrery.room().state.parts.prediction");
    }

    private void trains(Screen presenter, Screen attendee) {
        presenter.ask("train");
        attendee.waitUntil(COURSE + "?.update >= 2");
        presenter.ask("trainPause");
        String stands = COURSE + "?.running === false && !orrery.walk().model.checkpoint.passing && %s"
                + " && ['rounded', 'exact'].includes(orrery.walk().weights)";
        attendee.waitUntil(stands.formatted("true"));
        remember("training", attendee);
        int update = (int) attendee.scene().number(COURSE + ".update");
        presenter.ask("trainStep");
        attendee.waitUntil(stands.formatted(COURSE + ".update === " + (update + 1)));
        remember("an update", attendee);
        presenter.ask("trainLook", "forward");
        attendee.waitUntil(COURSE + ".phase === 'forward'");
        remember("a look at an update", attendee);
        String weight = "String(orrery.drawn('blocks.0.mlp.b_in'))";
        attendee.scene().read("(window.weight = " + weight + ")");
        presenter.ask("trainLook", "gradients");
        attendee.waitUntil(COURSE + ".phase === 'gradients' && " + weight + " !== window.weight");
        remember("gradients", attendee);
        presenter.ask("trainStop");
        attendee.waitUntil(COURSE + " === null");
        remember("trained", attendee);
    }

    /** The recording's file, which is opened from its folder, shows the same, and requests nothing. */
    private void isTheSameInAFile(Screen screen, String id, List<Row> rows, Path file) throws Exception {
        try (InputStream made = venue.server().recording(id, Set.of()).open()) {
            Files.copy(made, file);
        }
        // what the page before has requested is not the file's
        screen.page().navigate("about:blank");
        List<String> requests = new ArrayList<>();
        screen.page().onRequest(request -> requests.add(request.url()));
        screen.page().navigate(file.toUri().toString());
        screen.page().locator("orrery-player .bar").waitFor();
        for (Moment moment : moments) {
            if (FILED.contains(moment.name())) {
                screen.ask("replayTo", timeOf(moment, rows));
                shows(screen, moment);
                screen.page()
                        .locator(CARD)
                        .locator("h1", new Locator.LocatorOptions().setHasText(moment.text()))
                        .first()
                        .waitFor();
            }
        }
        assertThat(requests)
                .filteredOn(url -> !url.startsWith("blob:"))
                .containsExactly(file.toUri().toString());
    }

    /** Of another version and with a model that is not here, its words are there; of another format, why it is not shown. */
    private static void saysWhatCannotBeShown(Screen replay, String id) {
        var page = replay.page();
        alter(
                replay,
                id,
                "manifest => ({...manifest, version: '0.1', server: '0.2',"
                        + " models: manifest.models.map((model) => ({...model, name: 'Far model', offered: false}))})");
        page.reload();
        page.getByText("Far model is not on this server").waitFor();
        page.getByText("Recorded with Orrery 0.1, played with 0.2").waitFor();
        page.locator("orrery-player .play").waitFor();
        replay.chooseTab("Said");
        page.locator("orrery-transcript li").first().waitFor();
        alter(replay, id, "manifest => ({...manifest, format: 9})");
        page.reload();
        page.getByText("It has format 9").waitFor();
        assertThat(page.locator("orrery-player").count()).isZero();
    }

    /** Answers requests for the manifest with another one. @param how a function of JavaScript */
    private static void alter(Screen replay, String id, String how) {
        String address = "/api/recordings/" + id;
        var altered = (String) replay.page()
                .evaluate(
                        "async (address) => JSON.stringify((" + how + ")(await (await fetch(address)).json()))",
                        address);
        replay.page()
                .route(
                        url -> url.endsWith(address),
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody(altered)));
    }

    /** A change in the recording. @param t ms */
    private record Row(long seq, double t) {}

    /** The changes of a recording, in their order. */
    @SuppressWarnings("unchecked")
    private static List<Row> rows(Screen replay, String id) {
        var rows = (List<List<Number>>) replay.page().evaluate("""
            async (address) => {
              const read = async (path) => (await fetch(address + path)).json();
              const { stretches } = await read('');
              const rows = await Promise.all(stretches.map((_, n) => read('/stretches/' + n)));
              return rows.flat().filter(({ state }) => state).map(({ seq, t }) => [seq, t]);
            }\
            """, "/api/recordings/" + id);
        return rows.stream()
                .map(row -> new Row(row.get(0).longValue(), row.get(1).doubleValue()))
                .toList();
    }

    /** When screens began to show a moment: the first row of the last change until it. */
    private static double timeOf(Moment moment, List<Row> rows) {
        return rows.stream()
                .filter(row -> row.seq() <= moment.seq())
                .reduce((before, row) -> row.seq() > before.seq() ? row : before)
                .orElseThrow()
                .t();
    }

    private void remember(String name, Screen attendee) {
        attendee.scene().waitUntilStill();
        attendee.rest();
        var seq = (long) attendee.scene().number("orrery.room().seq");
        moments.add(new Moment(name, seq, attendee.scene().text(SHOWN), card(attendee)));
    }

    /** The words of the card, without the way on, which is another one for somebody who follows. */
    private static String card(Screen screen) {
        var card = screen.page().locator(CARD).first();
        return card.count() == 0 ? "" : card.locator("h1").first().innerText();
    }

    /** Waits until the page shows a moment whole. If it does not, the comparison says what differs. */
    private static void shows(Screen replay, Moment moment) {
        try {
            replay.waitFor(
                    "(wanted) => { try { return orrery.isStill() && (" + SHOWN.strip()
                            + ") === wanted; } catch { return false; } }",
                    moment.shown());
        } catch (AssertionError e) {
            assertThat(replay.scene().text(SHOWN)).as(moment.name()).isEqualTo(moment.shown());
            throw e;
        }
    }
}
