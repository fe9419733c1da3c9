package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.tour.TourProblem;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.file.TourFolders;
import io.orrery.tour.scene.PresetModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A talk that is made by keeping what is shown, taken to another room as a file, and walked there with a clicker. */
class TalkTest {
    private static final String APP = "document.querySelector('orrery-app')";
    private static final String TALK = APP + "?.attached?.('talk')";
    private static final String TOUR = APP + ".attached('tour')";

    /** All that a page shows of the model, without what its own role sees alone. */
    private static final String SHOWN = "() => { const {graph, trace, step, focus, sampling, second, room} = " + APP
            + ".conductor; const {marks = [], why = null, exhibit, prediction, texts = null, focus: chosen = null,"
            + " answer} = room.parts; return JSON.stringify({model: graph.model.preset, tokens: trace.info.tokens,"
            + " prompt: trace.info.promptLength, changes: trace.info.changes ?? [], step, focus, sampling, second:"
            + " second?.model ?? null, marks, cell: chosen?.cell ?? null, tensors: chosen?.tensors ?? [], why: why &&"
            + " {...why, b: why.b ?? 'second'}, exhibit: exhibit?.subject ?? null, asked:"
            + " prediction?.question?.options ?? null, texts, hidden: answer?.hidden ?? false}); }";

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales"), ModelReference.of("nano-sort")));

    @TempDir
    private Path folder;

    private final List<String> kept = new ArrayList<>();

    @Test
    void aTalkOfTwelveBeatsLooksTheSameInAnotherRoom() throws Exception {
        Path file = folder.resolve("talk.yaml");
        try (var screens = RoomScreens.in(venue.newRoom(), venue)) {
            make(screens.presenter());
            var page = screens.presenter().page();
            var download = page.waitForDownload(() -> screens.presenter().ask("talkSave"));
            download.saveAs(file);
            assertThat(screens.presenter().errors()).isEmpty();
        }
        assertThat(Files.readString(file)).contains("\n---\nlanguage: en\n").doesNotContain("trace");
        var check =
                TourCheck.check(TourFolders.in(file).get(0), new PresetModels(reference -> reference), Demands.USUAL);
        assertThat(check.problems()).allMatch(TourProblem::isAdvice);
        try (var screens = RoomScreens.in(venue.newRoom(), venue)) {
            walk(screens, file);
        }
    }

    @Test
    void aloneATalkIsKeptOnTheDeviceAndWalkedAfterTheNextVisit() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo());
            for (int i = 1; i <= 2; i++) {
                screen.press("ArrowRight");
                screen.rest();
                screen.press("k");
                screen.waitUntil(TALK + ".shown.talk?.beats.length === " + i);
            }
            String second = (String) screen.page().evaluate("() => " + APP + ".conductor.step");
            screen.open(venue.links().solo());
            screen.press("K");
            screen.waitUntil(TALK + ".shown.talk?.beats.length === 2");
            screen.ask("talkGo", screen.page().evaluate("() => " + TALK + ".shown.talk.beats[0].id"));
            screen.waitUntil(TOUR + ".index === 0 && !" + TOUR + ".moving");
            screen.press("PageDown");
            screen.waitUntil(APP + ".conductor.step === '" + second + "'");
            assertThat(screen.errors()).isEmpty();
        }
    }

    private void make(Screen presenter) {
        keepAfter(presenter, "ArrowRight");
        keepAfter(presenter, "ArrowRight");
        keepAfter(presenter, "e");
        keepAfter(presenter, "s", "ArrowRight", "ArrowRight", "ArrowRight");
        keepAfter(presenter, "]");
        keepAfter(presenter, "c");
        keepAfter(presenter, "Escape", "ArrowRight");
        keepAfter(presenter, "y");
        prompt(presenter, "CBABBC", "nano-sort");
        keepAfter(presenter, "ArrowRight");
        keepAfter(presenter, "e");
        keepAfter(presenter, "s", "ArrowRight", "ArrowRight");
        keepAfter(presenter, "]");
        assertThat(kept).hasSize(12).doesNotHaveDuplicates();
    }

    private static void prompt(Screen presenter, String text, String model) {
        presenter.page().evaluate("([text, model]) => " + APP + ".conductor.prompt(text, model)", List.of(text, model));
        presenter.waitUntil(APP + ".conductor.graph.model.preset === '" + model + "'");
    }

    private void keepAfter(Screen presenter, String... keys) {
        for (String key : keys) {
            presenter.press(key);
            presenter.rest();
        }
        keep(presenter);
    }

    private void keep(Screen presenter) {
        presenter.rest();
        kept.add(shown(presenter));
        presenter.press("k");
        presenter.waitUntil(TALK + ".shown.talk?.beats.length === " + kept.size());
    }

    private static String shown(Screen screen) {
        return (String) screen.page().evaluate(SHOWN);
    }

    private void walk(RoomScreens screens, Path file) {
        var presenter = screens.presenter();
        presenter.ask("talkList", true);
        var chooser = presenter.page().waitForFileChooser(() -> presenter.ask("talkFile"));
        chooser.setFiles(file);
        presenter.waitUntil(TALK + ".shown.talk?.beats.length === " + kept.size());
        presenter.ask("talkGo", (String) presenter.page().evaluate("() => " + TALK + ".shown.talk.beats[0].id"));
        for (int i = 0; i < kept.size(); i++) {
            if (i > 0) {
                presenter.press("PageDown");
            }
            for (Screen screen : screens.all()) {
                screen.waitFor("wanted => (" + SHOWN + ")() === wanted", kept.get(i));
            }
        }
        presenter.ask("talkCover", Map.of("title", "How a model picks a word", "speaker", "S", "date", "May"));
        presenter.waitUntil(TALK + ".shown.cover !== null");
        presenter.press("PageDown");
        var title = screens.hall().page().locator("orrery-talk-title");
        title.getByText("How a model picks a word").waitFor();
        assertThat(title.locator("section").innerText()).contains("S · May");
        presenter.press("PageUp");
        Screen.waitUntilGone(title.locator("h1"));
        presenter.ask("gather");
        screens.hall()
                .page()
                .locator("orrery-lobby-screen .brand")
                .getByText("How a model picks a word")
                .waitFor();
        assertThat(screens.all()).allSatisfy(each -> assertThat(each.errors()).isEmpty());
    }
}
