package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts in the levels Simple, Developer and Expert, on all kinds of page. */
class LevelTest {
    private static final List<String> LEVELS = List.of("simple", "expert", "developer");
    private static final String SCORES = "blocks.0.attn.scores";
    private static final String SIMPLE = "Do they match?";
    private static final String DEVELOPER = "A query meets a key";
    private static final String EXPERT = "Scaled dot products, masked";

    /** Shows each step on the card of a phone, or in the caption of the hall, and lists what is missing or cut. */
    private static final String FAULTS = """
        async () => {
          const shows = document.querySelector('orrery-projector') ?? document.querySelector('orrery-step-card');
          const { steps } = orrery.walk();
          const before = shows.view;
          const faults = [];
          for (const step of steps) {
            // the hall shows what comes next in place of the last caption
            shows.view = { ...before, step, answer: undefined };
            await shows.updateComplete;
            const root = shows.renderRoot;
            const fault = (what) => faults.push(`${step}: ${what}`);
            if (/undefined|NaN|(?<![_^])\\{/.test(root.textContent)) fault('a value is missing');
            for (const element of root.querySelectorAll('.read, h1, p, .eyebrow'))
              if (element.scrollWidth > element.clientWidth + 1) fault(`too wide: ${element.textContent.trim()}`);
            const caption = root.querySelector('.caption');
            if (caption) {
              const lines = caption.getBoundingClientRect().height / parseFloat(getComputedStyle(caption).lineHeight);
              if (Math.round(lines) > 2) fault(`${lines} lines: ${caption.textContent}`);
              if (root.querySelector('footer').getBoundingClientRect().bottom > innerHeight + 1) fault('below the screen');
              continue;
            }
            if (root.querySelectorAll('.text p').length === 0) fault('no text');
            const read = root.querySelector('.read');
            if (read.scrollHeight > read.clientHeight + 1 && getComputedStyle(read).overflowY !== 'auto') fault('cut');
            const choice = root.querySelector('orrery-level').renderRoot.querySelector('select').getBoundingClientRect();
            for (const span of root.querySelectorAll('.eyebrow span'))
              if (span.getBoundingClientRect().right > choice.left) fault('the switch covers the place');
          }
          shows.view = before;
          return { steps: steps.length, faults };
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void everybodyInARoomHasTheirOwnLevelAtOnceAndKeepsItAndReadsWholeTexts() throws IOException {
        venue.open(Venue.offering(ModelReference.of("nano-sort")));
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844);
                var laptop = venue.screen(1300, 844)) {
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            phone.open(venue.links().audience());
            laptop.open(venue.links().audience() + "#level=expert");
            var all = List.of(presenter, hall, phone, laptop);
            presenter.go(SCORES);
            phone.waitForStep(SCORES);
            hall.waitForStep(SCORES);
            heading(laptop, EXPERT);
            all.forEach(each -> each.page().evaluate("window.sameDocument = true"));

            phone.page().locator("orrery-level select").selectOption("simple");
            heading(phone, SIMPLE);
            hall.press("d");
            caption(hall, "Query · key");
            hall.press("d");
            caption(hall, "Each question meets the labels");
            presenter.press("D");
            // the notice disappears by itself
            presenter.page().locator(".notice:has-text('Expert')").waitFor();
            heading(presenter, EXPERT);
            presenter
                    .page()
                    .locator("orrery-level button:has-text('Developer')")
                    .click();
            heading(presenter, DEVELOPER);
            laptop.page().locator("orrery-level button:has-text('Simple')").click();
            heading(laptop, SIMPLE);
            assertThat(laptop.page().url()).doesNotContain("level=");
            assertThat(presenter
                            .page()
                            .locator("orrery-level [aria-pressed=true]")
                            .innerText())
                    .isEqualTo("Developer");

            presenter.go("blocks.0.attn.pattern");
            heading(phone, "Attention is shared out");
            heading(presenter, "Scores become shares of attention");
            caption(hall, "slices of a cake");
            heading(laptop, "Attention is shared out");
            assertThat(all)
                    .allSatisfy(each -> assertThat(each.page().evaluate("window.sameDocument"))
                            .isEqualTo(true));
            // A word of a simple card touches its blocks, and is in the glossary.
            laptop.page().locator("orrery-step-card .link:has-text('shares')").hover();
            laptop.page().locator("orrery-glossary :text('slices of one cake')").waitFor();
            laptop.waitUntil("orrery.walk()?.choice &&"
                    + " document.querySelector('orrery-step-card').litBy('blocks.0.attn.hook_pattern').includes('1')");

            for (Screen each : List.of(phone, hall)) {
                each.page().reload();
            }
            heading(phone, "Attention is shared out");
            caption(hall, "slices of a cake");
            assertThat(all).allSatisfy(each -> assertThat(each.errors()).isEmpty());
            assertTextsAreWhole(hall, phone);
        }
    }

    @Test
    void everyStepOfALlamaHasItsTextInEveryLevelAndNoneIsCut() throws IOException {
        venue.open(Venue.offering(Fixtures.named("llama-tiny")));
        try (var presenter = venue.screen(1024, 768);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            phone.open(venue.links().solo());
            assertTextsAreWhole(hall, phone);
        }
    }

    /** The level is the picture's, too: whatever is open, a child reads no name of code, no size in symbols and no dial of sampling. */
    @Test
    void inSimpleNothingOnScreenIsNamedInTheFieldsSymbols() throws IOException {
        venue.open(Venue.offering(ModelReference.of("nano-sort")));
        try (var solo = venue.screen(1600, 900)) {
            for (String language : List.of("en", "de")) {
                // Changing only the fragment would load the page again at some later time.
                solo.page().navigate("about:blank");
                solo.open(venue.links().solo() + "#level=simple&lang=" + language);
                var faults = new TreeMap<String, Object>();
                @SuppressWarnings("unchecked")
                var steps = (List<String>) solo.scene().read("orrery.walk().steps");
                for (String step : steps) {
                    solo.go(step);
                    solo.scene().waitForPanels(step);
                    solo.scene().waitUntilStill();
                    faults.put(step, symbols(solo));
                }
                solo.ask("sample", Map.of("temperature", 1, "topK", 2, "topP", 0.9, "seed", 3));
                solo.page().locator("orrery-sampling #temperature").waitFor();
                assertThat(solo.page().locator("orrery-sampling input").count()).isEqualTo(1);
                faults.put("sampling", symbols(solo));
                solo.ask("checkpoints");
                solo.page().locator("orrery-checkpoints input").waitFor();
                faults.put("slider", symbols(solo));
                solo.ask("checkpoints");
                solo.hold("blocks.0.attn.hook_q", List.of(5, 0, 3));
                solo.page().locator("orrery-inspector .where").first().waitFor();
                faults.put("cell", symbols(solo));
                for (String tool : List.of("lens", "attribution", "change", "patch", "saliency", "heads", "circuit")) {
                    solo.ask("why", tool);
                    solo.page().locator("orrery-why").first().waitFor();
                    solo.waitUntil("orrery.walk().why?.tool === '" + tool + "'");
                    faults.put("tool " + tool, symbols(solo));
                }
                faults.values().removeIf(found -> ((List<?>) found).isEmpty());
                assertThat(faults).as(language).isEmpty();
            }
            assertThat(solo.errors()).isEmpty();
        }
    }

    /** Texts and spoken names on a page that have a symbol or a name of code in them. */
    private static Object symbols(Screen screen) {
        return screen.page().evaluate("""
            () => {
              const said = [];
              const read = (node) => {
                if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent.trim());
                if (/^(STYLE|SCRIPT|ORRERY-HELP)$/.test(node.nodeName)) return;
                if (node.nodeType === Node.ELEMENT_NODE) said.push(node.getAttribute('aria-label') ?? '');
                if (node.shadowRoot) read(node.shadowRoot);
                node.childNodes.forEach(read);
              };
              read(document.body);
              const symbol = /T ×|[dn]_?(?:model|head|mlp|vocab|ctx)|hook_|blocks\\.\\d|top-?[kp]\\b|\\bseed\\b|Startwert|softmax|\\bMLP\\b|residual|tensor/i;
              return [...new Set(said)].filter((text) => symbol.test(text) || /\\bW_?[EQKVOU]\\b/.test(text));
            }
            """);
    }

    /** Only a first visit asks, only whoever chooses for themselves, and never twice. */
    @Test
    void theFirstVisitAsksOnceWhoIsLooking() throws IOException {
        venue.open(Venue.offering(ModelReference.of("nano-sort")));
        try (var solo = venue.screen(1600, 900);
                var skips = venue.screen(390, 844);
                var linked = venue.screen(1600, 900);
                var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            for (Screen each : List.of(solo, skips, linked, presenter, hall, phone)) {
                each.firstVisit();
            }
            solo.open(venue.links().solo());
            var child = solo.page().locator("orrery-level [data-level=simple]");
            child.waitFor();
            // Keys move the walk as ever: nothing has taken the focus.
            solo.press("ArrowRight");
            heading(solo, "How the text was cut");
            solo.press("ArrowRight");
            heading(solo, "Each token becomes a column of numbers");
            child.click();
            heading(solo, "Every piece turns into numbers");
            solo.page().reload();
            solo.page()
                    .locator("orrery-level [aria-pressed=true]:has-text('Simple')")
                    .waitFor();
            assertThat(child.count()).isZero();

            skips.open(venue.links().solo());
            var asks = skips.page().locator("orrery-level[asks]");
            asks.waitFor();
            // On a phone it stands where the text is to be read.
            skips.press("ArrowRight");
            Screen.waitUntilGone(asks);
            skips.page().reload();
            skips.page().locator("orrery-level .skip").click();
            skips.page().reload();
            skips.page()
                    .locator("orrery-level select")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertThat(skips.page().locator("orrery-level select").inputValue()).isEqualTo("developer");

            linked.open(venue.links().solo() + "#level=expert");
            presenter.open(venue.links().presenter());
            presenter.ask("texts", Map.of("level", "expert"));
            hall.open(venue.links().screen());
            phone.open(venue.links().audience());
            // What the room has set cannot be chosen.
            phone.page()
                    .locator("orrery-step-card orrery-level select:disabled")
                    .waitFor();
            for (Screen each : List.of(linked, presenter, hall, phone)) {
                assertThat(each.page().locator("orrery-level[asks]").count()).isZero();
                assertThat(each.errors()).isEmpty();
            }
        }
    }

    /** Reads all steps in all levels. */
    private static void assertTextsAreWhole(Screen hall, Screen phone) {
        hall.scene().waitUntilStill();
        phone.scene().waitUntilStill();
        // the card is measured with its switch, which loads after the first text
        phone.page().locator("orrery-step-card orrery-level select").waitFor();
        for (String level : LEVELS) {
            for (var screen :
                    Map.of(hall, "orrery.level.hall", phone, "orrery.level").entrySet()) {
                screen.getKey().ask("level", level);
                screen.getKey().waitUntil("localStorage.getItem('%s') === '%s'".formatted(screen.getValue(), level));
                var found = (Map<?, ?>) screen.getKey().page().evaluate(FAULTS);
                assertThat((int) found.get("steps")).isGreaterThan(20);
                assertThat((List<?>) found.get("faults"))
                        .as("%s on %s", level, screen.getKey().page().url())
                        .isEmpty();
            }
        }
        assertThat(hall.errors()).isEmpty();
        assertThat(phone.errors()).isEmpty();
    }

    private static void heading(Screen screen, String title) {
        screen.page()
                .locator("orrery-step-card h1", new Page.LocatorOptions().setHasText(title))
                .first()
                .waitFor();
    }

    private static void caption(Screen hall, String part) {
        Locator caption = hall.page().locator("orrery-projector .caption");
        caption.filter(new Locator.FilterOptions().setHasText(part)).waitFor();
    }
}
