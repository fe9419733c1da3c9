package io.orrery.browser;

import static io.orrery.browser.OperatorServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In German and in a made-up language ({@link MadeUpLanguage}) whose words are 40 % longer than in English, no text is cut off
 * and none lies on another. The German pages show no English text, either.
 */
class LanguageLayoutTest {
    private static final List<String> STEPS =
            List.of("start", "blocks.0.ln1", "blocks.0.attn.scores", "blocks.1.mlp.post", "probs");
    private static final List<String> TAUGHT = List.of("blocks.0.attn.scores", "blocks.1.mlp.post");
    private static final List<String> TOOLS =
            List.of("lens", "attribution", "heads", "saliency", "embedding", "patch", "circuit", "change");

    /** Beats of a tour: a question, and something to do, with the answer in the hall above it. */
    private static final List<String> BEATS = List.of("machine/first-letter", "mlp/break-it");

    private static final String IS_AT =
            "(orrery.tour()?.isShown && orrery.tour().beat.key === '%s' && orrery.tour().hasFacts)";

    /** Whether a page shows a question to the room in a phase; {@code null} for no question. */
    private static final String IS_ASKED = "(orrery.room().state.parts.prediction?.question.phase ?? null) === %s";

    /** Whether a page shows a question of why, with its numbers. */
    private static final String IS_ANSWERED = """
        (() => {
          const root = document.querySelector('orrery-why')?.shadowRoot;
          return orrery.walk().why?.tool === '%s'
            && root?.querySelector('.body > *')?.shadowRoot?.firstElementChild && !root.querySelector('.state[role=status]');
        })()\
        """;

    /** Findings that matter while a sheet is open: what is behind it does not. */
    private static final Predicate<String> SHEET = finding -> finding.startsWith("cut off:");

    /** Findings that matter while a tool lies over the machine. The button that closes it lies over the end of its scrolling menu. */
    private static final Predicate<String> TOOL = finding -> SHEET.test(finding)
            || finding.startsWith("panel ") && finding.contains(" meets panel ") && !finding.contains("“×”");

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @TempDir
    private static Path folder;

    /** What was found, by place. A walk goes on after a finding, so that one run shows all. */
    private final List<String> found = new ArrayList<>();

    @AfterEach
    void nothingWasFound() {
        assertThat(found).isEmpty();
    }

    private static void openServer() throws IOException {
        venue.open(OperatorServer.options(
                folder, false, 9, ModelReference.of("nano-sort"), ModelReference.of("nano-sort@0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {MadeUpLanguage.TAG, "de"})
    void pagesWithoutAMachine(String language) throws IOException {
        openServer();
        for (int width : List.of(1024, 390)) {
            try (var screen = screen(width)) {
                var page = screen.page();
                page.navigate(in(language, venue.address("/")));
                screen.scene().waitUntilStill();
                look(screen, "landing");
                page.locator("orrery-landing .ways button").click();
                look(screen, "presenter's key", SHEET);
                page.navigate(in(language, venue.address("/r/ZZZZZZ")));
                page.waitForSelector("orrery-message h1");
                look(screen, "unknown room");
                page.navigate(in(language, venue.address("/rooms")));
                page.locator("#key").waitFor();
                look(screen, "operator's key");
                page.locator("#key").fill(KEY);
                page.keyboard().press("Enter");
                page.locator("orrery-room-list").waitFor();
                page.locator("orrery-rooms form button[type=submit]").first().click();
                page.locator("orrery-room-links").waitFor();
                look(screen, "room's links");
                // A button opens a form in its place, so the others are other buttons then.
                page.locator("orrery-room-list button").first().click();
                look(screen, "new link");
                page.locator("orrery-room-list button").last().click();
                look(screen, "closing a room");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({MadeUpLanguage.TAG + ", 1024, 768", MadeUpLanguage.TAG + ", 390, 844", "de, 390, 844"})
    void alone(String language, int width, int height) throws IOException {
        openServer();
        try (var solo = screen(width, height)) {
            solo.page().navigate(in(language, venue.links().solo()));
            solo.scene().waitUntilStill();
            for (String level : List.of("simple", "expert", "developer")) {
                solo.ask("level", level);
                solo.waitUntil("localStorage.getItem('orrery.level') === '" + level + "'");
                for (String step : level.equals("developer") ? STEPS : TAUGHT) {
                    solo.go(step);
                    solo.scene().waitForPanels(step);
                    solo.scene().waitUntilStill();
                    look(solo, level + " " + step);
                }
            }
            solo.card("blocks.0.attn.hook_pattern", List.of(0, 2, 1));
            look(solo, "cell");
            solo.press("Escape");
            for (String key : List.of("?", "n", "r")) {
                solo.press(key);
                var sheet = solo.page().locator("dialog[open]");
                sheet.waitFor();
                look(solo, "key " + key, SHEET);
                solo.press("Escape");
                Screen.waitUntilGone(sheet);
            }
            solo.go("probs");
            solo.press("g");
            solo.scene().waitUntil("orrery.walk().run.tokens.length === 7");
            look(solo, "generated");
            for (String tool : TOOLS) {
                solo.ask("why", tool);
                solo.waitUntil(IS_ANSWERED.formatted(tool));
                look(solo, tool, TOOL);
            }
            solo.ask("why", "change");
            solo.ask("switch", Map.of("node", "blocks.1.attn.hook_z", "head", 1));
            solo.page().locator("orrery-change-note .said").first().waitFor();
            look(solo, "what if", TOOL);
            for (String beat : BEATS) {
                solo.ask("tourStart", Map.of("tour", "how-it-sorts", "route", 60, "beat", beat));
                solo.waitUntil(IS_AT.formatted(beat));
                look(solo, "tour " + beat);
            }
            assertThat(solo.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MadeUpLanguage.TAG, "de"})
    void inARoom(String language) throws IOException {
        openServer();
        try (var presenter = screen(1600, 900);
                var hall = screen(1024, 768);
                var phone = screen(390, 844)) {
            presenter.page().navigate(in(language, venue.links().presenter()));
            presenter.page().locator("orrery-preflight .begin .filled").waitFor();
            hall.page().navigate(in(language, venue.links().screen()));
            hall.page().locator("orrery-lobby-screen p").first().waitFor();
            phone.page().navigate(in(language, venue.links().audience()));
            phone.page().locator("orrery-lobby-sheet p").first().waitFor();
            presenter.page().locator("orrery-preflight .count").getByText("1").waitFor();
            var all = Map.of("presenter", presenter, "hall", hall, "phone", phone);
            lookAt(all, "lobby");
            presenter.begin();
            for (String step : STEPS) {
                presenter.go(step);
                for (Screen each : all.values()) {
                    each.scene().waitForPanels(step);
                    each.scene().waitUntilStill();
                }
                lookAt(all, step);
            }
            presenter.press("i");
            presenter.page().locator("orrery-ask .filled").waitFor();
            look(presenter, "question to be asked", SHEET);
            presenter.page().locator("orrery-ask .filled").press("Enter");
            all.values().forEach(each -> each.waitUntil(IS_ASKED.formatted("'open'")));
            hall.page().locator("orrery-hall-question").waitFor();
            phone.page().locator("orrery-guess button").first().waitFor();
            all.forEach((kind, each) -> look(each, "question, " + kind, SHEET));
            for (String phase : List.of("'closed'", "'revealed'", "null")) {
                presenter.press("i");
                all.values().forEach(each -> each.waitUntil(IS_ASKED.formatted(phase)));
                all.forEach((kind, each) -> look(each, "question " + phase + ", " + kind, SHEET));
            }
            for (String tool : TOOLS) {
                presenter.ask("why", tool);
                all.values().forEach(each -> each.waitUntil(IS_ANSWERED.formatted(tool)));
                all.forEach((kind, each) -> look(each, tool + ", " + kind, TOOL));
            }
            // Closes it, as pressing its name again does.
            presenter.ask("why", "change");
            presenter.ask("switch", Map.of("node", "blocks.1.attn.hook_z", "head", 1));
            for (Screen each : all.values()) {
                Screen.waitUntilGone(each.page().locator("orrery-why section"));
                each.page().locator("orrery-change-note .said").waitFor();
            }
            lookAt(all, "what if");
            for (String beat : BEATS) {
                presenter.ask("tourStart", Map.of("tour", "how-it-sorts", "route", 60, "beat", beat));
                all.values().forEach(each -> each.waitUntil(IS_AT.formatted(beat)));
                lookAt(all, "tour " + beat);
            }
            presenter.ask("switch", Map.of("node", "blocks.0.attn.hook_z", "head", 1));
            all.values()
                    .forEach(each ->
                            each.page().locator("orrery-change-note .said").waitFor());
            lookAt(all, "tour's act and what is changed");
            lookAtBeats(presenter, "room");
            all.values().forEach(each -> assertThat(each.errors()).isEmpty());
        }
    }

    private void lookAtBeats(Screen screen, String where) {
        TalkTest.keep(screen, 1);
        for (String panel : TalkTest.PANELS) {
            TalkTest.openPanel(screen, panel);
            look(screen, "beats, " + panel + ", " + where, SHEET);
        }
    }

    private void lookAt(Map<String, Screen> screens, String where) {
        screens.forEach((kind, screen) -> look(screen, where + ", " + kind));
    }

    private void look(Screen screen, String where) {
        look(screen, where, finding -> true);
    }

    @SuppressWarnings("unchecked")
    private void look(Screen screen, String where, Predicate<String> matters) {
        screen.rest();
        var audit = (Map<String, Object>) screen.page().evaluate("textAudit()");
        for (String finding : (List<String>) audit.get("found")) {
            if (matters.test(finding)) {
                found.add("%s at %d: %s".formatted(where, screen.page().viewportSize().width, finding));
            }
        }
        for (Object text : (List<?>) screen.page().evaluate("englishAudit()")) {
            found.add("%s at %d: English “%s”".formatted(where, screen.page().viewportSize().width, text));
        }
    }

    private static Screen screen(int width) {
        return screen(width, width == 390 ? 844 : 900);
    }

    private static Screen screen(int width, int height) {
        var screen = venue.screen(width, height);
        MadeUpLanguage.addTo(screen.page().context());
        screen.page().addInitScript(ModulePages.webClient().resolve("src/test/js/text-audit.js"));
        screen.page().addInitScript(ModulePages.webClient().resolve("src/test/js/english-audit.js"));
        return screen;
    }

    private static String in(String language, String address) {
        return address + (address.contains("#") ? "&" : "#") + "lang=" + language;
    }
}
