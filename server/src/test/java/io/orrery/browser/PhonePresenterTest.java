package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presenting from a phone. */
class PhonePresenterTest {
    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @Test
    void readyPromptsOfAllModelsTakeTwoPressesOrTwoKeys() throws Exception {
        venue.open(Venue.offering(
                ModelReference.of("nano-sort"),
                ModelReference.of(Fixtures.folder("gpt2-tiny").toString())));
        try (var phone = venue.screen(390, 844)) {
            phone.open(venue.links().presenter());
            for (String tab : List.of("Tour", "Cell")) {
                phone.chooseTab(tab);
                var ready = phone.page().locator("header orrery-tools button");
                assertThat(ready.boundingBox().width).isGreaterThanOrEqualTo(40);
                assertThat(ready.boundingBox().height).isGreaterThanOrEqualTo(40);
                assertThat(ready.boundingBox().x + ready.boundingBox().width).isLessThanOrEqualTo(390);

                ready.click();
                phone.page().getByText("Once upon a time").click();
                phone.waitForText("^Once upon a time$");

                ready.click();
                phone.page().getByText("CCBBAA").click();
                phone.waitForText("^CCBBAA$");
            }

            phone.press("r");
            phone.page().getByText("Once upon a time").waitFor();
            phone.press("6");
            phone.waitForText("^Once upon a time$");
        }
    }
}
