package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room is asked what a beat asks, and is told the model's answer after the reveal only. */
class TourActRoomTest {
    private static final String BEAT = "attention/one-score";
    private static final int OPTIONS = 6;
    private static final double LEAST_IN_HALL = 28;

    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    @Test
    void theRoomAnswersIsToldAndFindsItAgain() {
        try (var presenter = venue.screen(1600, 900);
                var ada = venue.screen(390, 844);
                var max = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            var received = Received.by(max);
            presenter.open(venue.links().presenter());
            ada.open(venue.links().audience());
            max.open(venue.links().audience());
            hall.open(venue.links().screen());
            List<Screen> all = List.of(presenter, ada, max, hall);
            presenter.ask("tourStart", Map.of("tour", "acts", "route", 5, "beat", BEAT));
            all.forEach(each -> TourVenue.waitForBeat(each, BEAT));
            // a question of few words leaves the machine its height
            assertThat(act(hall).locator("section").boundingBox().x).isGreaterThan(1024 / 2.0);
            int right = ((Number) TourVenue.fact(presenter, "strongest-key head 1.2 from last", "position")).intValue();
            int wrong = right == 0 ? 1 : 0;

            presenter.press("ArrowRight");
            act(presenter).getByText("Go on before the room is told?").waitFor();
            assertThat(act(hall).locator(".leave").count()).isZero();
            all.forEach(each -> TourVenue.waitForBeat(each, BEAT));
            // what the room is asked is measured first
            act(presenter)
                    .locator("button[aria-busy=false]", new Locator.LocatorOptions().setHasText("Ask the room"))
                    .click();
            choose(ada, right);
            choose(max, wrong);
            act(presenter).getByText("2 of 2 answered").waitFor();
            asked(hall).locator(".dial b").filter(containing("2")).waitFor();
            assertThat(asked(hall).locator(".options li").count()).isEqualTo(OPTIONS);
            assertThat(asked(hall).locator(".rows, .models").count()).isZero();
            assertThat(act(hall).count()).isZero();
            for (Screen each : List.of(ada, max)) {
                assertThat(act(each).locator(".people, .bar, .told, .right").count())
                        .isZero();
            }
            // Whoever presents sees how the answers fall, and the question once.
            assertThat(act(presenter).locator(".bar, .told, .right").count()).isZero();
            twoAreChosenByOne(presenter);
            assertThat(presenter.page().locator("orrery-asked").count()).isZero();
            assertThat(received.told())
                    .noneMatch(message -> message.contains("\"counts\":") || message.contains("\"right\""));
            hall.rest();
            assertThat(TextSizes.of(asked(hall), "style, .hidden"))
                    .isNotEmpty()
                    .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));

            act(presenter).getByText("Reveal").click();
            assertTold(presenter, hall, ada, max, right);
            assertThat(received.told()).anyMatch(message -> message.contains("\"counts\":"));
            hall.rest();
            assertThat(TextSizes.of(asked(hall), "style, .hidden"))
                    .isNotEmpty()
                    .allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(LEAST_IN_HALL));

            presenter.press("ArrowRight");
            all.forEach(each -> TourVenue.waitForBeat(each, "attention/what-next"));
            presenter.press("ArrowLeft");
            all.forEach(each -> TourVenue.waitForBeat(each, BEAT));
            assertTold(presenter, hall, ada, max, right);
            assertThat(act(presenter).getByText("Ask the room").count()).isZero();
            all.forEach(each -> assertThat(each.errors()).isEmpty());
        }
    }

    /** Every page marks the model's answer; a phone explains its person's own. */
    private static void assertTold(Screen presenter, Screen hall, Screen ada, Screen max, int right) {
        for (Screen each : List.of(presenter, ada, max)) {
            act(each).locator(".option button.right").waitFor();
            assertThat(act(each).locator(".option button").nth(right).getAttribute("class"))
                    .contains("right");
        }
        twoAreChosenByOne(presenter);
        asked(hall).locator(".rows .models").waitFor();
        assertThat(asked(hall).locator(".rows li").nth(right).getAttribute("class"))
                .contains("models");
        asked(hall).locator("orrery-tour-told .told").waitFor();
        assertThat(act(hall).count()).isZero();
        act(ada).locator(".told.good").waitFor();
        assertThat(act(ada).locator(".told").innerText().strip()).startsWith("Yes.");
        act(max).locator(".told.bad").waitFor();
    }

    /** Waits until two options have one person each. */
    private static void twoAreChosenByOne(Screen presenter) {
        presenter
                .page()
                .waitForCondition(() -> act(presenter).locator(".people b").allTextContents().stream()
                                .filter(people -> people.strip().startsWith("1"))
                                .count()
                        == 2);
    }

    private static Locator act(Screen screen) {
        return screen.page().locator("orrery-tour-act");
    }

    /** The question to the room on the hall's screen. */
    private static Locator asked(Screen hall) {
        return hall.page().locator("orrery-hall-question");
    }

    private static Locator.FilterOptions containing(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    /** Answers on a phone. @param option from 0 */
    private static void choose(Screen phone, int option) {
        phone.page().locator("orrery-guess .option input").nth(option).check();
        phone.page()
                .locator("orrery-guess strong")
                .getByText("Your answer is in")
                .waitFor();
    }
}
