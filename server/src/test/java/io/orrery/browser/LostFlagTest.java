package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The flag "I am lost", hands up, signals and texts from the room, on the pages of a presenter, of three phones, of a laptop and of the hall. All tests
 * are of one room, whose pages stay open: each takes back what it has raised.
 */
class LostFlagTest {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static AskedScreens room;
    private static Screen presenter;
    private static Screen hall;
    private static Screen phone;
    private static Screen small;
    private static Screen third;
    private static Screen laptop;

    @BeforeAll
    static void open() {
        room = new AskedScreens(venue, venue.links(), 390, 320, 390, 1300);
        presenter = room.presenter;
        hall = room.hall;
        phone = room.phones.get(0);
        small = room.phones.get(1);
        third = room.phones.get(2);
        laptop = room.phones.get(3);
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void begin() {
        presenter.go("embed");
        for (Screen each : List.of(phone, small, third)) {
            each.chooseTab("Tour");
        }
        for (Screen screen : room.all()) {
            screen.waitForStep("embed");
        }
    }

    @AfterEach
    void nothingFails() {
        for (Screen screen : room.all()) {
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void presenterSeesHowManyAreLostWhereAndAttendeesSeeOnlyTheirOwnFlag() {
        var count = presenter.page().locator("orrery-lost-count");
        assertBesideTheTabs(phone);
        phone.page().setViewportSize(844, 390);
        assertBesideTheTabs(phone);
        phone.page().setViewportSize(390, 844);
        phone.settle();
        button(phone, false).click();
        count.getByText("1 person is lost").waitFor();
        button(phone, true).waitFor();
        button(laptop, false).waitFor();
        count.getByText("Each token becomes a column of numbers").waitFor();

        presenter.go("blocks.0.attn.scores");
        laptop.waitForStep("blocks.0.attn.scores");
        button(laptop, false).focus();
        laptop.page().keyboard().press("Enter");
        count.getByText("2 people are lost").waitFor();
        button(laptop, true).waitFor();
        assertThat(count.locator("li").count()).isEqualTo(2);
        assertThat(laptop.step()).isEqualTo("blocks.0.attn.scores");

        // The flag stays up when the page is reloaded; two people are lost at one step.
        phone.page().reload();
        button(phone, true).waitFor();
        small.waitForStep("blocks.0.attn.scores");
        small.settle();
        button(small, false).click();
        count.getByText("3 people are lost").waitFor();
        String title = presenter.page().locator("orrery-step-card .card h1").textContent();
        assertThat(count.locator("li").allInnerTexts())
                .map(AskedScreens::spaced)
                .containsExactly("Each token becomes a column of numbers 1", title + " 2");
        button(third, false).waitFor();
        assertThat(hall.page().getByText("lost").count()).isZero();

        button(small, true).click();
        phone.settle();
        button(phone, true).click();
        count.getByText("1 person is lost").waitFor();
        button(phone, false).waitFor();
        laptop.page().keyboard().press("Space");
        Screen.waitUntilGone(count.getByText("lost"));
        button(laptop, false).waitFor();
    }

    @Test
    void presenterSeesHandsInTheirOrderAndTheHallTheNameOfWhomIsCalledOn() {
        laptop.ask("rename", "Ada <b>");
        hand(laptop, false).click();
        hand(laptop, true).waitFor();
        Locator hands = presenter.page().locator("orrery-hands li");
        var names = Map.of(phone, "Max", small, "Eva", third, "Ida");
        int up = 1;
        for (Screen each : List.of(phone, small, third)) {
            each.ask("rename", names.get(each));
            each.chooseTab("Tour");
            each.settle();
            hand(each, false).click();
            hand(each, true).waitFor();
            hands.nth(up++).waitFor();
        }
        assertThat(hands.locator("bdi").allTextContents()).containsExactly("Ada <b>", "Max", "Eva", "Ida");
        presenter.page().locator("orrery-signals").getByText("4 hands up").waitFor();
        assertThat(hall.page().locator("orrery-hand-called").count()).isZero();
        hands.nth(0).getByText("Call").click();
        var called = hall.page().locator("orrery-hand-called");
        called.getByText("Ada <b>").waitFor();
        laptop.page().locator("orrery-hand button").getByText("It is your turn").waitFor();
        hall.rest();
        var box = called.boundingBox();
        assertThat(box.y + box.height)
                .isLessThanOrEqualTo(
                        hall.page().locator("orrery-projector footer").boundingBox().y);

        hand(laptop, true).click();
        Screen.waitUntilGone(called);
        Screen.waitUntilGone(hands.getByText("Ada <b>"));

        // Whoever reloads keeps the hand and its place, and is called on like the others.
        small.page().reload();
        hands.nth(1).getByText("Call").click();
        called.getByText("Eva").waitFor();
        small.page().getByText("It is your turn").first().waitFor();
        hand(phone, true).waitFor();
        hand(third, true).waitFor();
        for (Screen each : List.of(third, phone, small)) {
            hands.filter(AskedScreens.containing(names.get(each)))
                    .getByText("Lower")
                    .click();
            hand(each, false).waitFor();
        }
        Screen.waitUntilGone(presenter.page().locator("orrery-hands"));
        Screen.waitUntilGone(called);
    }

    @Test
    void attendeesProposeTextsAndVoteAndThePresenterRunsOneInTheHall() {
        for (Screen each : List.of(phone, small, third)) {
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
        phone.ask("rename", "Max");
        propose.locator("input[type=checkbox]").check();
        propose.getByText("Propose", exactly()).click();
        propose.getByText("You propose").waitFor();
        phone.page().reload();
        phone.waitForStep("embed");
        phone.chooseTab("Room");
        propose.getByText("You propose").waitFor();
        assertThat(propose.locator(".own").textContent()).isEqualTo("CBAC");

        var more = third.page().locator("orrery-propose");
        more.locator("textarea").fill("AB");
        more.getByText("2 of").waitFor();
        more.locator("input[type=checkbox]").uncheck();
        more.getByText("Propose", exactly()).click();
        more.getByText("You propose").waitFor();
        votes(small, "CBAC", 1);
        votes(third, "CBAC", 2);
        votes(small, "AB", 1);
        for (Screen each : List.of(phone, small, third)) {
            assertFitsAThumb(each);
        }
        // The room forgets signals after a while, so nothing else is done until the hall has shown them.
        button(third, false).click();
        signal(phone, "Too fast");
        signal(phone, "Applause");
        signal(small, "Applause");
        signal(third, "Applause");
        presenter
                .page()
                .locator("orrery-signals")
                .getByText("too fast for 1 · 3 applaud · 1 is lost")
                .waitFor();
        assertThat(hall.page().locator("orrery-applause").count()).isZero();
        presenter.ask("applauseOnHall", true);
        hall.page().locator("orrery-applause").getByText("3 people applaud").waitFor();

        var proposed = presenter.page().locator("orrery-proposed");
        proposed.getByText("2 texts from the room").click();
        proposed.getByText("2 votes · 4 tokens · by Max").waitFor();
        proposed.getByText("1 vote · 2 tokens", exactly()).waitFor();
        assertThat(proposed.locator("li .text").allTextContents()).containsExactly("CBAC", "AB");
        String next = proposed.locator(".next").first().textContent();
        assertThat(hall.page().locator("orrery-credit").count()).isZero();
        proposed.locator("li .filled").first().click();
        hall.page().locator("orrery-credit").getByText("Text by Max").waitFor();
        for (Screen each : List.of(presenter, hall, small, third)) {
            each.waitUntil("orrery.walk().run.text.join('') === 'CBAC'");
        }
        assertThat(presenter.scene().read("orrery.walk().run.next[0].text")).isEqualTo(next);
        propose.getByText("Your text was run").waitFor();
        button(third, true).click();
        button(third, false).waitFor();
    }

    /** Votes for a text, and waits until its voter sees how many have. */
    private static void votes(Screen phone, String text, int votes) {
        var vote = phone.page()
                .locator("orrery-propose")
                .getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Vote for: " + text)));
        vote.click();
        phone.page()
                .locator("orrery-propose li")
                .filter(AskedScreens.containing(text))
                .locator("button.mine b")
                .getByText(String.valueOf(votes))
                .waitFor();
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
        phone.settle();
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
        phone.settle();
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
