package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.model.ModelReference;
import java.util.List;
import java.util.Map;
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
        try (var across = venue.screen(844, 390)) {
            across.open(venue.links().presenter());
            for (String tab : List.of("Tour", "Next?", "Cell", "Steps")) {
                across.chooseTab(tab);
                var sheet = across.page().locator(".sheet orrery-stack").boundingBox();
                assertThat(sheet.x).as("free for the machine, beside " + tab).isGreaterThan(844 / 2.0);
                assertThat(sheet.y + sheet.height).isLessThanOrEqualTo(390);
                var tools = across.page().locator("header.top").boundingBox();
                assertThat(tools.x + tools.width).isLessThanOrEqualTo(sheet.x);
            }
            across.chooseTab("Tour");
            var next = across.page().locator(".sheet orrery-go button").last();
            assertThat(next.boundingBox().y + next.boundingBox().height).isLessThanOrEqualTo(390);
            String before = across.step();
            next.click();
            across.waitUntil("orrery.walk().step !== '" + before + "'");
            across.go("blocks.0.attn.pattern");
            across.scene().waitForPanels("blocks.0.attn.pattern");
            across.scene().waitUntilStill();
            across.rest();
            double right = across.scene().number("orrery.place('blocks.0.attn.hook_pattern', [0, 0, 0]).x");
            assertThat(right).as("the pattern is in the free part").isBetween(0.0, 844 / 2.0);

            across.ask("tourStart", Map.of("tour", "how-it-sorts", "route", 5));
            across.waitUntil("orrery.tour()?.isShown");
            across.page().navigate("about:blank");
            across.open(venue.links().presenter() + "&lang=de");
            across.page().getByText("Notizen").waitFor();
            across.waitUntil("orrery.tour()?.isShown && orrery.tour().hasFacts");
            across.rest();
            var sheet = across.page().locator(".sheet orrery-stack").boundingBox();
            assertThat(sheet.x).as("free for the machine").isGreaterThan(844 / 2.0);
            for (var each : across.page()
                    .locator(".sheet .tabs button, .sheet orrery-tour-line button")
                    .all()) {
                var box = each.boundingBox();
                assertThat(box.x).isGreaterThanOrEqualTo(sheet.x);
                assertThat(box.x + box.width).isLessThanOrEqualTo(844);
                assertThat(box.y + box.height).isLessThanOrEqualTo(390);
                assertThat((boolean) each.evaluate("button => button.scrollWidth <= button.clientWidth"))
                        .isTrue();
            }
        }
    }
}
