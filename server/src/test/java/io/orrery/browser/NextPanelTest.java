package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The panel "What comes next?" of the presenter's page, with more tokens than it has bars. */
class NextPanelTest {
    /** Six bars, and one for all other tokens. */
    private static final int ROWS = 7;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(ModelReference.of("tiny-tales")));

    @ParameterizedTest
    @CsvSource({"en, true", "en, false", "de, true", "de, false"})
    void isInViewWithAllControlsOfTheSamplingInAWindowOf900Pixels(String language, boolean isRoomEmpty) {
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter() + "&lang=" + language);
            presenter.waitUntil("document.documentElement.lang.startsWith('" + language + "')");
            var people = presenter.page().locator("orrery-audience");
            if (!isRoomEmpty) {
                phone.open(venue.links().audience());
            }
            // People who are not with the room are listed by name, which takes more room.
            people.locator(isRoomEmpty ? ".invite" : "li.with").waitFor();
            presenter.go("probs");
            presenter.scene().waitForPanels("probs");
            presenter.scene().waitUntilStill();
            presenter.rest();
            var panel = presenter.page().locator("orrery-next-panel");
            panel.locator("orrery-sampling .way button").last().click();

            panel.locator("orrery-sampling input").nth(3).waitFor();
            panel.locator("li").nth(ROWS - 1).waitFor();
            panel.locator(".chosen[aria-busy=false]").waitFor();
            people.locator(isRoomEmpty ? ".invite" : "li.with").waitFor();
            Screen.waitUntilGone(people.locator(".names"));
            presenter.rest();
            assertThat(((Number) panel.evaluate("panel => panel.scrollHeight - panel.clientHeight")).intValue())
                    .as("px that are out of view")
                    .isZero();
            assertThat(presenter.errors()).isEmpty();
        }
    }
}
