package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The flag "I am lost", hands up, signals and texts from the room, on the pages of a presenter, of two attendees and of the hall. */
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

    @Test
    void attendeesProposeTextsAndVoteAndThePresenterRunsOneInTheHall() {
        try (var presenter = venue.screen(1600, 900);
                var phone = venue.screen(390, 844);
                var small = venue.screen(320, 568);
                var hall = venue.screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            phone.open(venue.links().audience());
            small.open(venue.links().audience());
            presenter.go("embed");
            for (Screen each : List.of(phone, small)) {
                each.waitForStep("embed");
                each.chooseTab("Room");
                each.page().locator("orrery-propose textarea").waitFor();
                assertFitsAThumb(each);
            }

            var propose = phone.page().locator("orrery-propose");
            propose.locator("textarea").fill("XBAC");
            propose.locator(".wrong:not([hidden])").waitFor();
            assertThat(propose.getByText("Propose", exactly()).isEnabled()).isFalse();
            propose.locator("textarea").fill("CBAC");
            propose.getByText("4 of").waitFor();
            assertThat(propose.locator(".cut i").allTextContents()).containsExactly("C", "B", "A", "C");
            propose.locator("input[type=checkbox]").check();
            propose.getByText("Propose", exactly()).click();
            propose.getByText("You propose").waitFor();
            phone.page().reload();
            phone.waitForStep("embed");
            phone.chooseTab("Room");
            propose.getByText("You propose").waitFor();
            assertThat(propose.locator(".own").textContent()).isEqualTo("CBAC");

            var vote = small.page()
                    .locator("orrery-propose")
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName(Pattern.compile("^Vote for: CBAC")));
            vote.click();
            small.page().locator("orrery-propose button.mine b").getByText("1").waitFor();
            assertFitsAThumb(small);
            signal(phone, "Too fast");
            signal(phone, "Applause");
            signal(small, "Applause");
            presenter
                    .page()
                    .locator("orrery-signals")
                    .getByText("too fast for 1 · 2 applaud")
                    .waitFor();

            var proposed = presenter.page().locator("orrery-proposed");
            proposed.getByText("1 text from the room").click();
            proposed.getByText("1 vote · 4 tokens · by Laptop").waitFor();
            String next = proposed.locator(".next").textContent();
            assertThat(hall.page().locator("orrery-credit").count()).isZero();
            proposed.locator("li .filled").click();
            hall.page().locator("orrery-credit").getByText("Text by Laptop").waitFor();
            hall.waitUntil("orrery.walk().run.text.join('') === 'CBAC'");
            assertThat(presenter.scene().read("orrery.walk().run.next[0].text")).isEqualTo(next);
            assertThat(hall.page().locator("orrery-applause").count()).isZero();
            presenter.ask("applauseOnHall", true);
            hall.page().locator("orrery-applause").getByText("2 people applaud").waitFor();
            propose.getByText("Your text was run").waitFor();
        }
    }

    private static void signal(Screen phone, String name) {
        phone.page().locator("orrery-signal").getByText(name, exactly()).click();
        phone.page().locator("orrery-signal .said").waitFor();
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    /** Everything that can be pressed in the room's panel is large enough, and nothing is beyond the edge. */
    private static void assertFitsAThumb(Screen phone) {
        assertThat((List<?>) phone.page().evaluate("""
            () => [...document.querySelectorAll('orrery-signal, orrery-hand, orrery-propose')]
              .flatMap(panel => [...panel.renderRoot.querySelectorAll('button, label:has(input), textarea')])
              .filter(each => {
                const {height, left, right, width} = each.getBoundingClientRect();
                return height < 48 || width < 48 || left < 0 || right > innerWidth;
              })
              .map(each => each.outerHTML)\
            """)).isEmpty();
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
