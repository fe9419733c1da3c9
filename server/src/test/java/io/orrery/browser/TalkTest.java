package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.orrery.model.Fixtures;
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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A talk that is made by keeping what is shown, taken to another room as a file, and walked there with a clicker. */
class TalkTest {
    /** A Llama of the test's resources. */
    private static final ModelReference LLAMA =
            ModelReference.of(Fixtures.folder("llama-tiny").toString());

    @RegisterExtension
    static final Venue venue =
            Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales"), ModelReference.of("nano-sort"), LLAMA));

    /** What can be open in the list of beats, by the button that opens it; empty for the list alone. */
    static final List<String> PANELS = List.of("", ".edits", "[data-talk=tours]", "[data-talk=more]");

    @TempDir
    private Path folder;

    /** What the presenter's page says: the path to the focus, the held cell, the open tool, how the chosen word was cut. */
    private record Said(List<String> path, List<String> cell, List<String> tool, List<String> cut) {
        static Said by(Screen presenter) {
            return new Said(
                    // a beat shows the whole machine by itself, so that nothing is said of how long it stays
                    presenter.focusPath().stream()
                            .filter(part -> !part.startsWith("Stays until"))
                            .toList(),
                    presenter.cellName().allTextContents(),
                    presenter.page().locator("orrery-why h2").allTextContents(),
                    presenter
                            .page()
                            .locator("orrery-cut .words [aria-pressed=true], orrery-cut .moves span")
                            .allTextContents());
        }
    }

    /** What was drawn when each beat was kept. */
    private final List<String> kept = new ArrayList<>();

    private final List<Said> said = new ArrayList<>();

    @Test
    void aTalkOfTwelveBeatsLooksTheSameInAnotherRoom() throws Exception {
        Path file = folder.resolve("talk.yaml");
        try (var presenter = venue.screen(1600, 900)) {
            presenter.open(venue.newRoom().presenter());
            make(presenter);
            presenter.page().waitForDownload(() -> presenter.ask("talkSave")).saveAs(file);
            assertThat(presenter.errors()).isEmpty();
        }
        assertThat(Files.readString(file))
                .contains("\n---\nlanguage: en\n", "block: stream")
                .doesNotContain("trace", "hook_");
        var check = TourCheck.check(
                TourFolders.in(file).get(0),
                new PresetModels(named -> named.equals(ModelReference.of("llama-tiny")) ? LLAMA : named, List.of()),
                Demands.USUAL);
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
                keep(screen, i);
                kept.add(screen.scene().moment());
            }
            var ids = screen.page().locator("orrery-talk .row").all().stream()
                    .map(row -> row.getAttribute("data-beat"))
                    .toList();
            // the list stays open
            screen.open(venue.links().solo());
            rows(screen).nth(1).waitFor();
            screen.rest();
            drag(screen, 1, 0);
            screen.page()
                    .locator("orrery-talk li:nth-child(1) [data-beat='" + ids.get(1) + "']")
                    .waitFor();
            screen.ask("talkUndo");
            screen.page()
                    .locator("orrery-talk li:nth-child(1) [data-beat='" + ids.get(0) + "']")
                    .waitFor();
            rows(screen).first().click();
            waitForBeat(screen, 0);
            screen.scene().waitForMoment(kept.get(0));
            screen.press("PageDown");
            waitForBeat(screen, 1);
            screen.scene().waitForMoment(kept.get(1));
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void aRehearsalAloneMeasuresTheBeatsAndPlansThemAndTheNotesArePrinted() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo());
            screen.press("ArrowRight");
            keep(screen, 1);
            String step = screen.scene().text("orrery.walk().step");
            // the beats of the tours come late; one of them fits better
            var held = new CompletableFuture<Route>();
            screen.page().route("**/api/tours/any-model?*", held::complete);
            screen.press("Control+k");
            screen.page().locator("orrery-find [role=combobox]").fill("shares of attention");
            var chosen = screen.page().locator("orrery-find [aria-selected=true]");
            chosen.getByText("Scores become").waitFor();
            screen.page().waitForCondition(held::isDone);
            held.join().resume();
            screen.page()
                    .locator("orrery-find [role=option]")
                    .first()
                    .getByText("Any model")
                    .waitFor();
            assertThat(chosen.textContent())
                    .as("Enter does what was chosen when it was pressed")
                    .contains("Scores become");
            screen.press("Shift+Enter");
            screen.page().unrouteAll();
            rows(screen).nth(1).getByText("Scores become shares").waitFor();
            screen.press("Control+k");
            screen.page().locator("orrery-find [role=combobox]").fill("full screen");
            chosen.getByText("full screen").waitFor();
            screen.press("Shift+Enter");
            screen.page()
                    .locator("orrery-find .said")
                    .getByText("cannot keep this")
                    .waitFor();
            screen.press("Escape");
            screen.waitUntil("orrery.walk().step === '" + step + "'");

            screen.page().locator("orrery-talk [data-talk=rehearse]").click();
            screen.page().locator("orrery-talk .rehearsal").waitFor();
            waitForBeat(screen, 0);
            screen.page()
                    .locator("orrery-tour-line .talk")
                    .getByText("Then: Scores become")
                    .waitFor();
            screen.press("PageDown");
            waitForBeat(screen, 1);
            screen.page().locator("orrery-talk [data-talk=finish]").waitFor();
            screen.waitUntil("orrery.walk().step.endsWith('attn.pattern')");
            screen.press("PageDown");
            Screen.waitUntilGone(screen.page().locator("orrery-talk .rehearsal"));
            // the walk ends with it
            Screen.waitUntilGone(screen.page().locator("orrery-tour-line"));
            screen.page().locator("orrery-talk .runs").nth(1).waitFor();
            screen.page().locator("orrery-talk [data-talk=plan]").click();
            // nobody takes as long here as is planned at first
            var minutes = screen.page().locator("orrery-talk .minutes");
            minutes.nth(1).getByText(Pattern.compile("\\b[01]([.]\\d+)? min")).waitFor();
            screen.ask("talkUndo");
            minutes.nth(0).getByText("2 min").waitFor();
            minutes.nth(1).getByText("2 min").waitFor();

            screen.page()
                    .evaluate("() => { window.print = () => { window.printed ="
                            + " document.querySelector('#talk-notes').innerText; window.hidden ="
                            + " getComputedStyle(document.querySelector('#talk-notes')).display;"
                            + " window.dispatchEvent(new Event('afterprint')); }; }");
            screen.ask("talkPrint");
            screen.waitUntil("window.printed");
            assertThat((String) screen.page().evaluate("window.printed"))
                    .contains("2 beats, 4 min", "Scores become shares of attention", "2 min", "Softmax turns");
            assertThat(screen.page().evaluate("window.hidden")).isEqualTo("none");
            assertThat(screen.page().locator("#talk-notes").count()).isZero();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void onAPhoneThePresenterReadsTheNotesAndWhatComesThen() throws Exception {
        try (var phone = venue.screen(390, 844)) {
            phone.open(venue.newRoom().presenter());
            phone.begin();
            phone.page().evaluate("""
                () => {
                  const {conductor} = document.querySelector('orrery-app');
                  const beat = (id, title, notes) => ({id, seconds: 90, scene: {model: 'nano-sort', text: 'CBABBC', step: id},
                    words: {en: {title, notes}}});
                  conductor.command({do: 'talk-put', beats: [beat('embed', 'First', 'Wait for *all* of them.'), beat('logits', 'Second', 'x')]});
                }
                """);
            phone.chooseTab("Stage");
            rows(phone).nth(1).waitFor();
            phone.settle();
            rows(phone).first().click();
            waitForBeat(phone, 0);
            phone.chooseTab("Notes");
            var notes = phone.page().locator("orrery-tour-notes");
            notes.getByText("Wait for all of them.").waitFor();
            notes.getByText("Then: Second").waitFor();
            notes.getByText("of 1:30").waitFor();
            assertThat(phone.errors()).isEmpty();
        }
    }

    private void make(Screen presenter) {
        keepAfter(presenter, "ArrowRight", "ArrowRight");
        keepAfter(presenter, "ArrowRight");
        keepAfter(presenter, "e");
        keepAfter(presenter, "s", "ArrowRight", "c");
        keepAfter(presenter, "Escape", "ArrowRight", "ArrowRight");
        keepAfter(presenter, "]");
        keepAfter(presenter, "y");
        prompt(presenter, "CBABBC", "Sorting model");
        keepAfter(presenter, "ArrowRight");
        keepAfter(presenter, "ArrowRight", "ArrowRight", "c");
        prompt(presenter, "The strawberry sat", "Llama tiny");
        presenter.go("cut");
        var joins = presenter.page().locator("orrery-cut .moves span");
        joins.waitFor();
        String all = joins.textContent();
        presenter.press("[");
        presenter.page().waitForCondition(() -> !joins.textContent().equals(all));
        keepAfter(presenter);
        keepAfter(presenter, "ArrowRight", "ArrowRight");
        keepAfter(presenter, "e");
        assertThat(kept).hasSize(12);
    }

    private static void prompt(Screen presenter, String text, String model) {
        presenter.press("n");
        presenter.page().locator("orrery-prompt select").first().selectOption(model);
        presenter.page().locator("orrery-prompt #text").fill(text);
        presenter.page().locator("orrery-prompt #text").press("Enter");
        Screen.waitUntilGone(presenter.page().locator("orrery-prompt dialog"));
        presenter.page().locator("orrery-breadcrumb .crumb").getByText(model).waitFor();
        presenter.scene().waitUntilStill();
    }

    private void keepAfter(Screen presenter, String... keys) {
        for (String key : keys) {
            presenter.press(key);
            presenter.rest();
            if (key.equals("c")) {
                // the cells from which the held one is computed are lit, too, once its card has them
                presenter.waitForCard();
            } else if (key.equals("y")) {
                // the tool has its name once its code has come
                presenter.page().locator("orrery-why h2").waitFor();
            }
        }
        kept.add(presenter.scene().moment());
        said.add(Said.by(presenter));
        keep(presenter, kept.size());
    }

    private static Locator rows(Screen screen) {
        return screen.page().locator("orrery-talk .row .go");
    }

    /** Drags a beat to another one's place. @param from and to from 0 */
    private static void drag(Screen screen, int from, int to) {
        var handles = screen.page().locator("orrery-talk .handle");
        handles.nth(from).hover();
        screen.page().mouse().down();
        handles.nth(to).hover();
        screen.page().mouse().up();
    }

    /** Waits until the list says that a beat is shown. @param number from 0 */
    private static void waitForBeat(Screen screen, int number) {
        screen.page()
                .locator("orrery-talk li:nth-child(" + (number + 1) + ") .row.now")
                .waitFor();
    }

    /** Keeps what is shown, and opens the list. @param beats how many there are then, at least */
    static void keep(Screen screen, int beats) {
        screen.press("k");
        screen.ask("talkList", true);
        screen.page().locator("orrery-talk .row").nth(beats - 1).waitFor();
    }

    /** Opens one of {@link #PANELS}. */
    static void openPanel(Screen screen, String panel) {
        if (!panel.isEmpty()) {
            screen.page().locator("orrery-talk " + panel).first().click();
            screen.page()
                    .locator("orrery-talk " + panel + "[aria-expanded=true]")
                    .first()
                    .waitFor();
        }
        screen.rest();
    }

    private void walk(RoomScreens screens, Path file) {
        var presenter = screens.presenter();
        presenter.ask("talkList", true);
        presenter.page().locator("orrery-talk [data-talk=more]").click();
        var open = presenter.page().locator("orrery-talk [data-talk=open]");
        presenter.page().waitForFileChooser(open::click).setFiles(file);
        rows(presenter).nth(kept.size() - 1).waitFor();
        rows(presenter).first().click();
        waitForBeat(presenter, 0);
        // the row that was pressed has the focus, and takes no Enter from a number
        for (int number : List.of(3, 1)) {
            presenter.press(String.valueOf(number));
            presenter.press("Enter");
            waitForBeat(presenter, number - 1);
        }
        for (int i = 0; i < kept.size(); i++) {
            if (i > 0) {
                presenter.press("PageDown");
            }
            waitForBeat(presenter, i);
            for (Screen screen : screens.all()) {
                screen.scene().waitForMoment(kept.get(i));
            }
            presenter.rest();
            var expected = said.get(i);
            // the panels follow the machine
            presenter.page().waitForCondition(() -> Said.by(presenter).equals(expected));
        }
        titlesSayWhatIsShown(screens);
        presenter.ask("talkCover", Map.of("title", "How a model picks a word", "speaker", "S", "date", "May"));
        presenter
                .page()
                .locator("orrery-talk h2")
                .getByText("How a model picks a word")
                .waitFor();
        presenter
                .page()
                .locator("orrery-tour-line .filled")
                .getByText("Show the title")
                .click();
        var title = screens.hall().page().locator("orrery-talk-title");
        title.getByText("How a model picks a word").waitFor();
        presenter
                .page()
                .locator("orrery-tour-line .talk")
                .getByText("The hall shows the title")
                .waitFor();
        presenter
                .page()
                .locator("orrery-tour-line .filled")
                .getByText("Afterwards")
                .waitFor();
        screens.phone()
                .page()
                .locator("orrery-tour-card")
                .getByText("The talk is over")
                .waitFor();
        // no text of the last beat is above the title
        Screen.waitUntilGone(screens.phone().page().locator(".top"));
        assertThat(title.locator("section").innerText()).contains("S · May");
        presenter.press("PageUp");
        Screen.waitUntilGone(title.locator("h1"));
        presenter.ask(
                "talkAdd",
                List.of(Map.of(
                        "id",
                        "gone",
                        "seconds",
                        60,
                        "scene",
                        Map.of("model", "no-such", "text", "x", "step", "embed"),
                        "words",
                        Map.of("en", Map.of("title", "A model from elsewhere")))));
        presenter.ask("gather");
        presenter
                .page()
                .locator("orrery-preflight .wrong")
                .getByText("A model from elsewhere")
                .waitFor();
        var inLobby = screens.phone().page().locator("orrery-lobby-sheet orrery-talk-title");
        inLobby.getByText("How a model picks a word").waitFor();
        assertThat(inLobby.locator(".under").innerText()).isEqualTo("S · May");
        screens.hall()
                .page()
                .locator("orrery-lobby-screen .brand")
                .getByText("How a model picks a word")
                .waitFor();
        assertThat(screens.hall().page().locator("orrery-lobby-screen .under").innerText())
                .isEqualTo("S · May");
        assertThat(screens.all()).allSatisfy(each -> assertThat(each.errors()).isEmpty());
    }

    /** A kept beat has no text of its own: once its tool is closed, the hall and the phones name the step and not the tool. */
    private static void titlesSayWhatIsShown(RoomScreens screens) {
        var presenter = screens.presenter();
        var hall = screens.hall().page().locator("orrery-projector footer .caption");
        var phone = screens.phone().page().locator("orrery-tour-card h1");
        screens.phone().chooseTab("Talk");
        presenter.press("7");
        presenter.press("Enter");
        hall.getByText("Where the answer forms").waitFor();
        phone.getByText("Where the answer forms").waitFor();
        presenter.press("y");
        hall.getByText("Each token writes a query").waitFor();
        phone.getByText("Each token asks, and each token answers").waitFor();
        presenter.press("1");
        presenter.press("2");
        presenter.press("Enter");
        waitForBeat(presenter, 11);
    }
}
