package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The questions at the end of a chapter, and what a person has done, kept on the device. */
class ChapterQuestionsTest {
    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    private static Locator button(Screen screen, String name) {
        return screen.page().locator("orrery-chapter-check button", new Page.LocatorOptions().setHasText(name));
    }

    @Test
    void aChapterEndsWithTwoQuestionsAndAWrongAnswerLeadsBackToItsBeat() {
        try (var screen = venue.screen(1600, 900)) {
            TourVenue.open(venue, screen, "attention/what-next");
            var check = screen.page().locator("orrery-chapter-check");

            TourVenue.next(screen);
            check.getByText("Reading · question 1 of 2").waitFor();
            screen.press("2");
            screen.press("Enter");
            check.locator(".told.bad").waitFor();
            assertThat(check.locator(".told").textContent()).contains("not its key");
            button(screen, "Look again: Which one it reads").click();
            TourVenue.waitForBeat(screen, "attention/one-score");
            assertThat(stored(screen)).contains("\"attention/who-asks\":false");

            TourVenue.next(screen);
            TourVenue.waitForBeat(screen, "attention/what-next");
            // It has asked once.
            screen.press("ArrowRight");
            check.getByText("question 1 of 2").waitFor();
            button(screen, "Next question").click();
            check.getByText("question 2 of 2").waitFor();
            Number right = (Number) TourVenue.fact(screen, "strongest-key head 1.2 from last", "position");
            screen.press(String.valueOf(right.intValue() + 1));
            screen.press("Enter");
            check.locator(".told.good").waitFor();
            screen.waitUntil("localStorage.getItem('orrery.tours').includes('\"attention/strongest\":true')");
            button(screen, "Go on").click();
            TourVenue.waitForBeat(screen, "doing/own-text");
            assertThat(check.count()).isZero();

            // The list of tours tells what is done, and goes to any chapter.
            screen.press("0");
            var tours = screen.page().locator("orrery-tours");
            tours.locator("[data-tour=acts]").getByText("3 of 5 beats").waitFor();
            tours.locator("[data-tour=acts] .more").click();
            tours.locator(".chapters button")
                    .filter(new Locator.FilterOptions().setHasText("Reading"))
                    .click();
            TourVenue.waitForBeat(screen, "attention/one-score");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void onAPhoneTheQuestionsTakeThePlaceOfTheTextAndTheLastOneEndsTheTour() {
        try (var screen = venue.screen(390, 844)) {
            TourVenue.open(venue, screen, "doing/training");
            TourVenue.next(screen);
            for (int n = 1; n <= 2; n++) {
                screen.page()
                        .locator("orrery-chapter-check")
                        .getByText("question " + n + " of 2")
                        .waitFor();
                screen.rest();
                // All that can be pressed can be seen, and is in front of what is around it.
                assertThat(screen.page()
                                .locator("orrery-chapter-check button")
                                .evaluateAll("all => all.map(one => { const { left, top, width, height } ="
                                        + " one.getBoundingClientRect(); return"
                                        + " one.getRootNode().elementFromPoint(left + width / 2, top + height"
                                        + " / 2)?.closest('button') === one; })"))
                        .asInstanceOf(InstanceOfAssertFactories.list(Boolean.class))
                        .hasSizeGreaterThan(2)
                        .doesNotContain(false);
                button(screen, "Skip").click();
                button(screen, n == 1 ? "Next question" : "End the tour").click();
            }
            screen.waitUntil("!orrery.tour().isShown");
            assertThat(screen.page()
                            .locator("orrery-chapter-check, orrery-tour-card")
                            .count())
                    .isZero();
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static String stored(Screen screen) {
        return (String) screen.page().evaluate("() => localStorage.getItem('orrery.tours')");
    }
}
