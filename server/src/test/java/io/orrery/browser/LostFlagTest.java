package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The flag "I am lost", and hands up, on the pages of a presenter, of two attendees and of the hall. */
class LostFlagTest {
    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void presenterSeesHowManyAreLostWhereAndAttendeesSeeOnlyTheirOwnFlag() {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844);
                var laptop = venue.screen(1300, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            laptop.open(venue.links().audience());
            var count = presenter.page().locator("orrery-lost-count");
            presenter.go("embed");
            phone.waitForStep("embed");
            laptop.waitForStep("embed");

            assertBesideTheTabs(phone);
            phone.page().setViewportSize(844, 390);
            assertBesideTheTabs(phone);
            phone.page().setViewportSize(390, 844);
            button(phone, false).click();
            count.getByText("1 person is lost").waitFor();
            button(phone, true).waitFor();
            assertThat(button(laptop, false).isVisible()).isTrue();
            count.getByText("Each token becomes a column of numbers").waitFor();

            presenter.go("blocks.0.attn.scores");
            laptop.waitForStep("blocks.0.attn.scores");
            button(laptop, false).focus();
            laptop.page().keyboard().press("Enter");
            count.getByText("2 people are lost").waitFor();
            button(laptop, true).waitFor();
            assertThat(count.locator("li").count()).isEqualTo(2);
            assertThat(laptop.step()).isEqualTo("blocks.0.attn.scores");

            button(phone, true).click();
            count.getByText("1 person is lost").waitFor();
            button(phone, false).waitFor();
            laptop.page().keyboard().press("Space");
            Screen.waitUntilGone(count.getByText("lost"));
            button(laptop, false).waitFor();
        }
    }

    @Test
    void flagStaysUpWhenThePageIsReloaded() {
        try (var presenter = venue.screen(1300, 844);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.go("embed");
            phone.waitForStep("embed");
            button(phone, false).click();
            button(phone, true).waitFor();

            phone.page().reload();

            button(phone, true).waitFor();
            presenter
                    .page()
                    .locator("orrery-lost-count")
                    .getByText("1 person is lost")
                    .waitFor();
        }
    }

    @Test
    void presenterSeesHandsInTheirOrderAndTheHallTheNameOfWhomIsCalledOn() {
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844);
                var laptop = venue.screen(1300, 844);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            phone.open(venue.links().audience());
            laptop.open(venue.links().audience());
            presenter.go("embed");
            hall.waitForStep("embed");
            phone.waitForStep("embed");
            laptop.waitForStep("embed");
            laptop.ask("rename", "Ada <b>");
            hand(laptop, false).click();
            hand(laptop, true).waitFor();
            hand(phone, false).click();
            hand(phone, true).waitFor();

            Locator hands = presenter.page().locator("orrery-hands li");
            hands.nth(1).waitFor();
            assertThat(hands.locator("bdi").allTextContents()).containsExactly("Ada <b>", "Laptop");
            hands.nth(0).getByText("Call").click();
            var called = hall.page().locator("orrery-hand-called");
            called.getByText("Ada <b>").waitFor();
            laptop.page()
                    .locator("orrery-hand button")
                    .getByText("It is your turn")
                    .waitFor();
            var box = called.boundingBox();
            assertThat(box.y + box.height)
                    .isLessThanOrEqualTo(
                            hall.page().locator("orrery-projector footer").boundingBox().y);

            hand(laptop, true).click();
            Screen.waitUntilGone(called);
            Screen.waitUntilGone(hands.getByText("Ada <b>"));
            hands.nth(0).getByText("Lower").click();
            hand(phone, false).waitFor();
            Screen.waitUntilGone(presenter.page().locator("orrery-hands"));
        }
    }

    /** It takes no row of the step's text, can be hit by a finger, and neither it nor a tab is cut off. */
    private static void assertBesideTheTabs(Screen phone) {
        var box = button(phone, false).boundingBox();
        var tabs = phone.page().locator(".sheet .tabs");
        assertThat(box.height).isGreaterThanOrEqualTo(44);
        assertThat(box.x).isGreaterThanOrEqualTo(tabs.boundingBox().x + tabs.boundingBox().width);
        assertThat(box.y + box.height / 2)
                .isBetween(tabs.boundingBox().y, tabs.boundingBox().y + tabs.boundingBox().height);
        assertThat((boolean) tabs.evaluate("tabs => [...tabs.children].every(tab => tab.scrollWidth <= tab.clientWidth)"
                        + " && tabs.scrollWidth <= tabs.clientWidth"))
                .isTrue();
        var page = phone.page().viewportSize();
        assertThat(box.x + box.width).isLessThanOrEqualTo(page.width);
        assertThat(box.y + box.height).isLessThanOrEqualTo(page.height);
    }

    private static Locator hand(Screen screen, boolean isUp) {
        var name = Pattern.compile(isUp ? "^Your hand is up|^It is your turn" : "^Raise your hand$");
        return screen.page()
                .locator("orrery-hand")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setPressed(isUp));
    }

    /** The button, found by its accessible name and state. */
    private static Locator button(Screen screen, boolean isPressed) {
        return screen.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("I am lost").setPressed(isPressed));
    }
}
