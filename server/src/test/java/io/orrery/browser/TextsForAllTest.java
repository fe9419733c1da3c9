package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The presenter sets the level and the language for everyone, and gives everyone's own choice back. */
class TextsForAllTest {
    private static final String STEP = "blocks.0.attn.scores";
    private static final String SUMMARY = "orrery-texts summary";
    private static final String HALL = "orrery-projector .caption";
    private static final String LANGUAGE = "orrery-texts label:nth-of-type(2) select";
    private static final String LEVEL = "orrery-texts label:nth-of-type(1) select";

    /** The level that a page's switch shows; null without a switch. */
    private static final String LEVEL_OF_SWITCH = """
            (() => {
              const all = (root) => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
              const root = all(document).find(({ localName }) => localName === 'orrery-level')?.shadowRoot;
              const pressed = [...(root?.querySelectorAll('button') ?? [])].findIndex(({ ariaPressed }) => ariaPressed === 'true');
              return root?.querySelector('select')?.value ?? ['simple', 'developer', 'expert'][pressed] ?? null;
            })()""";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    void pagesObeyWhileItIsSetAndReturnToTheirOwnChoice() {
        try (var screens = RoomScreens.at(STEP, venue)) {
            var presenter = screens.presenter();
            var phone = screens.phone();
            phone.waitForStep(STEP);
            screens.hall().waitForStep(STEP);
            phone.press("d");
            assertTexts(List.of(phone), "en-GB", "expert");
            presenter.page().locator(SUMMARY).click();

            presenter.page().locator(LANGUAGE).selectOption("de");
            assertTexts(List.of(presenter, screens.hall()), "de-DE", "developer");
            assertTexts(List.of(phone), "de-DE", "expert");
            var hall = screens.hall().page().locator(HALL);
            String sentence = hall.textContent().strip();
            presenter.page().locator(LEVEL).selectOption("simple");

            assertTexts(screens.all(), "de-DE", "simple");
            hall.filter(new Locator.FilterOptions().setHasNotText(sentence)).waitFor();
            assertThat(phone.page().locator("orrery-level select").isDisabled()).isTrue();
            assertThat(presenter.page().locator("orrery-page-tools select").isDisabled())
                    .isTrue();
            phone.press("d");
            phone.page().locator(".notice").first().waitFor();
            assertTexts(List.of(phone), "de-DE", "simple");
            try (var late = venue.screen(390, 844)) {
                late.open(venue.links().audience());
                assertTexts(List.of(late), "de-DE", "simple");
            }

            presenter.page().locator(LEVEL).selectOption("");
            assertTexts(List.of(phone), "de-DE", "expert");
            assertTexts(List.of(presenter, screens.hall()), "de-DE", "developer");
            presenter.page().locator(LANGUAGE).selectOption("");

            assertTexts(List.of(phone), "en-GB", "expert");
            assertTexts(List.of(presenter, screens.hall()), "en-GB", "developer");
            Locator own = presenter.page().locator("orrery-page-tools select");
            assertThat(own.isDisabled()).isFalse();
            screens.all().forEach(each -> assertThat(each.errors()).isEmpty());
        }
    }

    /** Waits until they are shown. The hall's screen has no switch that says the level; its sentence is then another. */
    private static void assertTexts(List<Screen> screens, String locale, String level) {
        for (Screen each : screens) {
            each.waitUntil("document.documentElement.lang === '" + locale + "' && [null, '" + level + "'].includes("
                    + LEVEL_OF_SWITCH + ")");
        }
    }
}
