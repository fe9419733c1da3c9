package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person who takes a tour alone is asked, or does, before being told. */
class TourActTest {
    private static final String STRONGEST = "strongest-key head 1.2 from last";
    private static final int OPTIONS = 6;

    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    private static Locator act(Screen screen) {
        return screen.page().locator("orrery-tour-act");
    }

    private static Locator button(Screen screen, String name) {
        return act(screen).locator("button", new Locator.LocatorOptions().setHasText(name));
    }

    /** The key of the right option, from 1. */
    private static int right(Screen screen) {
        return ((Number) TourVenue.fact(screen, STRONGEST, "position")).intValue() + 1;
    }

    @Test
    void nothingIsToldBeforeTheAnswerWhichCanBeChanged() {
        try (var screen = venue.screen(1600, 900)) {
            TourVenue.open(venue, screen, "attention/one-score");
            var options = act(screen).locator(".option button");
            options.first().waitFor();
            assertThat(options.locator("bdi").allTextContents()).containsExactly("C", "B", "A", "B", "B", "C");
            assertThat(button(screen, "Show the answer").isDisabled()).isTrue();
            screen.page().locator("orrery-tour-card h1").waitFor();
            screen.page().locator("orrery-tour-line [role=slider]").first().waitFor();
            // A screen reader meets the text, then the question, its options and how to be told, and then the timeline.
            String tree = screen.page().locator("body").ariaSnapshot();
            assertThat(List.of(
                                    "heading \"Which one it reads\"",
                                    "Guess first.",
                                    "Which letter does the last one read most?",
                                    "radio",
                                    "button \"Show the answer",
                                    "slider \"Timeline of the tour\"")
                            .stream()
                            .map(tree::indexOf)
                            .toList())
                    .as(tree)
                    .doesNotContain(-1)
                    .isSorted();
            int right = right(screen);
            int wrong = right == 1 ? 2 : 1;

            screen.press(String.valueOf(right));
            screen.press(String.valueOf(wrong));
            act(screen).locator("[aria-checked=true]").waitFor();
            assertThat(options.nth(wrong - 1).getAttribute("aria-checked")).isEqualTo("true");
            assertThat(act(screen).locator("[aria-checked=true]").count()).isOne();
            assertThat(act(screen).locator(".bar, .told, .right").count()).isZero();

            screen.press("ArrowRight");
            act(screen)
                    .getByText("Go on without the answer? Then press Next again.")
                    .waitFor();
            TourVenue.waitForBeat(screen, "attention/one-score");

            screen.press("Enter");
            act(screen).locator(".told.bad").waitFor();
            assertThat(act(screen).locator(".leave").count()).isZero();
            assertThat(options.nth(right - 1).getAttribute("class")).contains("right");
            assertThat(options.nth(wrong - 1).getAttribute("class")).contains("wrong");
            assertThat(act(screen).locator(".bar").count()).isEqualTo(OPTIONS);
            for (int i = 1; i <= OPTIONS; i++) {
                double share = ((Number) TourVenue.fact(screen, "attention head 1.2 from last to " + i, "value"))
                        .doubleValue();
                String shown =
                        act(screen).locator(".value").nth(i - 1).textContent().replaceAll("[^0-9]", "");
                assertThat(Math.abs(Integer.parseInt(shown) - 100 * share)).isLessThanOrEqualTo(1);
            }
            screen.press(String.valueOf(right));
            assertThat(act(screen).locator(".told.bad").count()).isOne();

            button(screen, "Ask me again").click();
            screen.press(String.valueOf(right));
            screen.press("Enter");
            act(screen).locator(".told.good").waitFor();
            assertThat(act(screen).locator(".told").textContent().strip()).startsWith("Yes.");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void threeHintsEndAtThePlaceInTheMachineAndSkippingTells() {
        try (var screen = venue.screen(390, 844)) {
            TourVenue.open(venue, screen, "attention/one-score");
            // On a phone the text comes first, and the question is a line above it.
            act(screen).getByLabel("Show the question again").click();
            for (int n = 1; n <= 3; n++) {
                button(screen, "A hint").click();
                act(screen).locator(".hint").nth(n - 1).waitFor();
            }
            screen.waitUntil("orrery.walk().named.length > 0 || orrery.walk().focus.kind === 'block'");
            assertThat(button(screen, "A hint").count()).isZero();
            assertThat(act(screen).locator(".told").count()).isZero();

            button(screen, "Skip").click();
            act(screen).locator(".told.skipped").waitFor();
            assertThat(act(screen)
                            .locator(".option button")
                            .nth(right(screen) - 1)
                            .getAttribute("class"))
                    .contains("right");
            assertThat((boolean) screen.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isTrue();
        }
    }

    @Test
    void anotherTextAsksAnew() {
        try (var screen = venue.screen(1024, 768)) {
            TourVenue.open(venue, screen, "attention/one-score");
            act(screen).locator(".option").first().waitFor();
            screen.press("1");
            screen.press("Enter");
            act(screen).locator(".told").waitFor();

            screen.ask("showPrompt", Map.of("text", "BA"));
            screen.waitForPositions(2);
            Screen.waitUntilGone(act(screen).locator(".told"));
            act(screen).locator(".option").nth(1).waitFor();
            assertThat(act(screen).locator(".option bdi").allTextContents()).containsExactly("B", "A");
            assertThat(act(screen).locator("[aria-checked=true]").count()).isZero();
        }
    }

    @Test
    void whatComesNextIsShownAfterTheAnswerOnly() {
        try (var screen = venue.screen(1600, 900)) {
            TourVenue.open(venue, screen, "attention/what-next");
            act(screen).locator(".option").first().waitFor();
            String hides = "orrery.tour().hidesAnswer";
            assertThat((boolean) screen.scene().read(hides)).isTrue();
            assertThat(act(screen).locator(".option bdi").allTextContents())
                    .hasSize(3)
                    .endsWith("Something else");

            screen.press("3");
            screen.press("Enter");
            act(screen).locator(".told.bad").waitFor();
            assertThat((boolean) screen.scene().read(hides)).isFalse();
            assertThat(act(screen).locator(".option .right bdi").textContent())
                    .isEqualTo(TourVenue.fact(screen, "next", "text"));
        }
    }

    @Test
    void somethingIsDoneUntilItsConditionHolds() {
        try (var screen = venue.screen(1600, 900)) {
            TourVenue.open(venue, screen, "doing/own-text");
            act(screen).getByText("Not yet").waitFor();
            act(screen).locator(".write input").fill("bbc");
            act(screen).locator(".write input").press("Enter");
            act(screen).locator(".told.good").waitFor();
            assertThat(screen.tokens()).containsExactly("B", "B", "C");

            screen.press("ArrowRight");
            TourVenue.waitForBeat(screen, "doing/switch-off");
            act(screen).getByText("Not yet").waitFor();
            act(screen).locator(".switch").first().click();
            act(screen).locator(".told.good").waitFor();
            assertThat(act(screen).locator(".switch[aria-pressed=true]").count())
                    .isOne();

            screen.press("ArrowRight");
            TourVenue.waitForBeat(screen, "doing/training");
            act(screen).getByText("Not yet").waitFor();
            act(screen).locator(".train input").focus();
            screen.press("Home");
            act(screen).getByText("Done, after").waitFor();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void figuresTypedIntoATextFieldChooseNothing() {
        try (var screen = venue.screen(1600, 900)) {
            TourVenue.open(venue, screen, "attention/one-score");
            act(screen).locator(".option").first().waitFor();
            screen.ask("prompt");
            screen.page().locator("orrery-prompt #text").fill("");
            screen.page().keyboard().type("1");
            screen.page().locator("orrery-prompt #text").press("Escape");
            assertThat(act(screen).locator("[aria-checked=true]").count()).isZero();
        }
    }
}
