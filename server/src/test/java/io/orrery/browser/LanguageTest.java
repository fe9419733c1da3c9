package io.orrery.browser;

import static io.orrery.browser.OperatorServer.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.ModelReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in a made-up language: any word in them that is not translated is found. */
class LanguageTest {
    private static final String SELECT = "orrery-language select";

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @TempDir
    private static Path folder;

    private static String audit;

    @BeforeAll
    static void readAudit() throws IOException {
        audit = Files.readString(ModulePages.webClient().resolve("src/test/js/language-audit.js"));
    }

    private static void openServer() throws IOException {
        venue.open(OperatorServer.options(
                folder, false, 3, ModelReference.of("nano-sort"), ModelReference.of("nano-sort@0")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1600, 390})
    void everyWordInSoloIsTranslated(int width) throws IOException {
        openServer();
        boolean saves = width == 390;
        // Drawn where a picture of the scene is saved.
        try (var solo = audited(saves ? venue.drawnScreen(width, 900) : venue.screen(width, 900))) {
            solo.page().navigate(inMadeUpLanguage(venue.links().solo()));
            solo.scene().waitUntilStill();
            assertThat(solo.page().evaluate("document.documentElement.lang")).isEqualTo("de-DE");
            assertTranslated(solo);
            for (String step : List.of("embed", "blocks.0.attn.scores", "blocks.1.mlp.post", "probs")) {
                solo.go(step);
                solo.waitUntil("location.hash.includes('step=" + step + "')");
                solo.scene().waitUntilStill();
                solo.rest();
                assertTranslated(solo);
            }
            solo.card("blocks.0.attn.hook_pattern", List.of(0, 2, 1));
            assertTranslated(solo);
            for (String key : saves ? List.of("p", "Escape") : List.of("?", "Escape", "l", "Escape")) {
                solo.press(key);
                solo.rest();
                assertTranslated(solo);
            }
            TalkTest.keep(solo, 1);
            for (String panel : TalkTest.PANELS) {
                TalkTest.openPanel(solo, panel);
                assertTranslated(solo);
            }
            assertThat(solo.errors()).isEmpty();
        }
    }

    @Test
    void everyWordOnTheOtherPagesIsTranslated() throws IOException {
        openServer();
        try (var page = screen(1024)) {
            page.page().navigate(inMadeUpLanguage(venue.address("/")));
            page.scene().waitUntilStill();
            assertTranslated(page);
            page.page().locator("orrery-landing .ways button").click();
            assertTranslated(page);
        }
        for (String path : List.of(
                "/r/nope/nope", "/r/ZZZZZZ", "/r/" + venue.links().code().text() + "/present")) {
            try (var page = screen(1024)) {
                page.page().navigate(inMadeUpLanguage(venue.address(path)));
                page.page().waitForSelector("orrery-message h1");
                assertTranslated(page);
            }
        }
        try (var page = screen(1024)) {
            page.page().route("**/api/presets*", route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
            page.page().navigate(inMadeUpLanguage(venue.links().solo()));
            page.page().waitForSelector("orrery-message h1");
            assertTranslated(page);
        }
    }

    @Test
    void refusalsAreInThePagesLanguage() throws IOException {
        openServer();
        try (var presenter = screen(1600);
                var attendee = screen(390)) {
            presenter.page().navigate(inMadeUpLanguage(venue.links().presenter(), "&"));
            attendee.page().navigate(inMadeUpLanguage(venue.links().audience()));
            attendee.page().locator("orrery-lobby-sheet p").first().waitFor();
            presenter.scene().waitUntilStill();
            presenter.begin();
            for (Screen each : List.of(presenter, attendee)) {
                each.scene().waitUntilStill();
                each.rest();
            }

            presenter.ask("exhibit", "no-such-model");
            assertThat(notice(presenter))
                    .startsWith("⟦" + MadeUpLanguage.said("There is no model named"))
                    .contains("no-such-model");
            assertTranslated(presenter);

            attendee.ask("keepPrompt", Map.of("model", "nano-sort", "text", "CBA"));
            assertThat(notice(attendee)).startsWith("⟦" + MadeUpLanguage.said("Only the presenter can do this."));
            assertTranslated(attendee);

            presenter.ask("lost", 1);
            presenter.page().locator(".notice:has-text(\"command.on\")").waitFor();
            assertThat(notice(presenter))
                    .startsWith("⟦command.on")
                    .contains(MadeUpLanguage.said("must be true or false."));
            assertTranslated(presenter);
        }
    }

    private static String notice(Screen screen) {
        return screen.page().locator(".notice").innerText();
    }

    @Test
    void errorsOfRequestsAreInThePagesLanguage() throws IOException {
        openServer();
        try (var solo = screen(1600)) {
            Page page = solo.page();
            page.navigate(inMadeUpLanguage(venue.links().solo()));
            solo.scene().waitUntilStill();
            solo.rest();
            // The page's own requests are valid.
            page.route(
                    "**/api/traces",
                    route -> route.resume(new Route.ResumeOptions().setPostData("{\"model\":7,\"prompt\":\"A\"}")));
            solo.ask("prompt");
            page.locator("orrery-prompt #text").fill("CBA");
            page.keyboard().press("Enter");

            Locator wrong = page.locator("orrery-prompt #wrong:has-text(\"⟦\")");
            wrong.waitFor();
            assertThat(wrong.innerText())
                    .startsWith("⟦request.model")
                    .contains(MadeUpLanguage.said("must be a text of 1 to"))
                    .contains("128");

            page.reload();
            page.waitForSelector("orrery-message p:has-text(\"⟦\")");
            assertThat(page.locator("orrery-message p").first().innerText()).startsWith("⟦request.model");
            assertTranslated(solo);
        }
    }

    @Test
    void everyWordOnTheRoomsPageIsTranslated() throws IOException {
        openServer();
        try (var rooms = screen(1600)) {
            Page page = rooms.page();
            page.navigate(inMadeUpLanguage(venue.address("/rooms")));
            page.locator("#key").waitFor();
            assertTranslated(rooms);
            page.locator("#key").fill("not the key");
            page.keyboard().press("Enter");
            page.locator("[role=alert]:has-text(\"⟦\")").first().waitFor();
            assertTranslated(rooms);
            page.locator("#key").fill(KEY);
            page.keyboard().press("Enter");
            page.locator("orrery-room-list").waitFor();
            page.locator("orrery-rooms form button[type=submit]").first().click();
            page.locator("orrery-room-links").waitFor();
            assertTranslated(rooms);
            for (Locator button : page.locator("orrery-room-list button").all()) {
                button.click();
                assertTranslated(rooms);
            }
        }
    }

    @Test
    void everyWordInARoomIsTranslated() throws IOException {
        openServer();
        try (var presenter = screen(1600);
                var attendee = screen(390);
                var hall = screen(1600)) {
            presenter.page().navigate(inMadeUpLanguage(venue.links().presenter(), "&"));
            presenter.page().locator("orrery-preflight .begin .filled").waitFor();
            hall.page().navigate(inMadeUpLanguage(venue.links().screen()));
            hall.page().locator("orrery-lobby-screen p").first().waitFor();
            attendee.page().navigate(inMadeUpLanguage(venue.links().audience()));
            attendee.page().locator("orrery-lobby-sheet p").first().waitFor();
            presenter.page().locator("orrery-preflight .count").getByText("1").waitFor();
            var all = List.of(presenter, hall, attendee);
            all.forEach(LanguageTest::assertTranslated);

            presenter.begin();
            for (Screen each : all) {
                each.scene().waitUntilStill();
                each.rest();
                assertTranslated(each);
            }
            for (String key : List.of("?", "Escape", "b", "b", "r", "Escape", "w", "ArrowRight", "z")) {
                presenter.press(key);
                for (Screen each : all) {
                    each.rest();
                    assertTranslated(each);
                }
            }
            all.forEach(each -> assertThat(each.errors()).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"solo, 1600", "audience, 390"})
    void choiceTakesEffectWithoutAReloadAndIsKept(String kind, int width) throws IOException {
        openServer();
        try (var screen = screen(width);
                var other = venue.screen(1600, 900)) {
            if (kind.equals("audience")) {
                other.open(venue.links().presenter());
            }
            String address =
                    kind.equals("solo") ? venue.links().solo() : venue.links().audience();
            screen.page().navigate(address);
            screen.scene().waitUntilStill();
            screen.rest();
            screen.page().evaluate("window.sameDocument = true");
            assertThat(screen.page().evaluate("document.documentElement.lang")).isEqualTo("en-GB");
            screen.press("?");

            screen.page().locator("orrery-help " + SELECT).selectOption(MadeUpLanguage.TAG);
            screen.waitUntil("document.documentElement.lang === 'de-DE'");
            screen.rest();
            assertTranslated(screen);
            screen.press("Escape");
            screen.rest();
            assertTranslated(screen);
            assertThat(screen.page().evaluate("window.sameDocument")).isEqualTo(true);

            screen.page().reload();
            screen.scene().waitUntilStill();
            assertThat(screen.page().evaluate("document.documentElement.lang")).isEqualTo("de-DE");
            screen.press("?");
            screen.page().locator("orrery-help " + SELECT).selectOption("en");
            screen.waitUntil("document.documentElement.lang === 'en-GB'");
            screen.rest();
            assertThat(everyText(screen)).doesNotContain("⟦").contains("Keys");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void linkThenChoiceThenBrowserDecideTheLanguage() throws IOException {
        openServer();
        try (var screen = screen(1024)) {
            Page page = screen.page();
            page.addInitScript(
                    "Object.defineProperty(navigator, 'languages', {get: () => ['fr', 'en-XA-x-any', 'en']})");
            page.navigate(venue.address("/rooms"));
            screen.waitUntil("document.documentElement.lang === 'de-DE'");
            page.evaluate("localStorage.setItem('orrery.language', 'en')");
            page.reload();
            screen.waitUntil("document.documentElement.lang === 'en-GB' && document.querySelector('orrery-rooms')");
            page.navigate("about:blank");
            page.navigate(inMadeUpLanguage(venue.address("/rooms")));
            screen.waitUntil("document.documentElement.lang === 'de-DE' && document.querySelector('orrery-rooms')");

            page.locator(SELECT).focus();
            page.keyboard().press("Home");
            page.keyboard().press("Enter");

            screen.waitUntil("document.documentElement.lang === 'en-GB' && !location.href.includes('lang=')");
            page.navigate(venue.address("/#lang=tlh"));
            screen.waitUntil("document.documentElement.lang === 'en-GB' && document.querySelector('orrery-landing')");
        }
    }

    @Test
    void noChoiceIsOfferedWithOneLanguage() throws IOException {
        openServer();
        try (var screen = venue.screen(1600, 900)) {
            screen.page().addInitScript("""
                new MutationObserver((_, observer) => {
                  document.documentElement.dataset.languages = 'en';
                  observer.disconnect();
                }).observe(document, { childList: true });\
                """);
            screen.open(venue.links().solo());
            screen.press("?");
            screen.page().locator("orrery-help dialog[open]").waitFor();
            screen.page()
                    .locator("orrery-help orrery-language")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertThat(screen.page().locator(SELECT).count()).isZero();
        }
    }

    private static Screen screen(int width) {
        return audited(venue.screen(width, 900));
    }

    private static Screen audited(Screen screen) {
        MadeUpLanguage.addTo(screen.page().context());
        screen.page().addInitScript(audit);
        return screen;
    }

    private static String inMadeUpLanguage(String address) {
        return inMadeUpLanguage(address, "#");
    }

    private static String inMadeUpLanguage(String address, String joint) {
        return address + joint + "lang=" + MadeUpLanguage.TAG;
    }

    private static void assertTranslated(Screen screen) {
        assertThat((List<?>) screen.page().evaluate("languageAudit()"))
                .as(screen.page().url())
                .isEmpty();
    }

    private static String everyText(Screen screen) {
        return (String) screen.page().evaluate("""
            () => {
              const textOf = (root) => [...root.childNodes].map((node) =>
                node.nodeType === Node.TEXT_NODE ? node.textContent : (node.shadowRoot ? textOf(node.shadowRoot) : '') + textOf(node)).join(' ');
              return textOf(document.body) + document.title;
            }\
            """);
    }
}
