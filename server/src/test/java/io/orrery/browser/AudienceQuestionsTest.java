package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions from the audience, on the pages of a presenter, of the hall, of an attendee's phone, and of a moderator's small one. */
class AudienceQuestionsTest {
    private static final String QUESTION = "Why does <b>it</b> look at C?";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void attendeesAskAndVoteAModeratorLooksAfterThemAndTheRoomGoesBackToWhereOneWasAsked() {
        try (var screens = RoomScreens.at("embed", venue);
                var small = venue.screen(320, 568);
                var third = venue.screen(390, 844)) {
            Screen presenter = screens.presenter();
            Screen phone = screens.phone();
            presenter.page().onDialog(Dialog::accept);
            phone.waitForStep("embed");
            small.open(moderatorsLink(presenter));
            assertThat(small.page().url()).doesNotContain("key");

            room(phone);
            Locator asks = phone.page().locator("orrery-qa");
            asks.getByRole(AriaRole.TEXTBOX).fill(QUESTION);
            asks.getByText("Ask", new Locator.GetByTextOptions().setExact(true)).click();
            asks.getByText("yours", new Locator.GetByTextOptions().setExact(true))
                    .waitFor();
            assertThat(asks.getByRole(AriaRole.TEXTBOX).inputValue()).isEmpty();
            asks.getByText("you have 2 more").waitFor();

            room(small);
            Locator votes = small.page().locator("orrery-qa");
            votes.locator(".vote").waitFor();
            votes.getByRole(AriaRole.TEXTBOX).fill("why look at c");
            votes.getByText("Much like yours.").waitFor();
            small.rest();
            votes.locator(".vote").click();
            votes.locator(".vote[aria-pressed='true']").getByText("2").waitFor();
            fitsAThumb(phone);
            fitsAThumb(small);

            third.open(venue.links().audience());
            room(third);
            Locator more = third.page().locator("orrery-qa");
            more.locator(".vote").waitFor();
            third.rest();
            more.locator(".vote").click();
            more.locator(".vote[aria-pressed='true']").getByText("3").waitFor();

            Locator desk = small.page().locator("orrery-qa-desk");
            desk.locator("li .text").getByText(QUESTION).click();
            desk.getByText("On the hall").click();
            Locator pinned = screens.hall().page().locator("orrery-qa-hall");
            pinned.getByText(QUESTION).waitFor();
            pinned.getByText("people ask this").waitFor();
            pinned.locator(".count b")
                    .getByText("3", new Locator.GetByTextOptions().setExact(true))
                    .waitFor();
            standsBesideTheMachine(screens.hall(), pinned);

            phone.page().reload();
            room(phone);
            asks.getByText("yours", new Locator.GetByTextOptions().setExact(true))
                    .waitFor();
            asks.getByText("you have 2 more").waitFor();

            presenter.go("blocks.0.attn.scores");
            phone.waitForStep("blocks.0.attn.scores");
            Locator stage = presenter.page().locator("orrery-qa-desk");
            stage.getByText("1 question").click();
            stage.locator("li .text").click();
            stage.getByText("Go there").click();
            presenter.waitForStep("embed");
            stage.getByText("Answered", new Locator.GetByTextOptions().setExact(true))
                    .click();
            Screen.waitUntilGone(pinned);
            asks.getByText("answered", new Locator.GetByTextOptions().setExact(true))
                    .waitFor();
            asks.getByText("you have 3 more").waitFor();

            presenter
                    .page()
                    .locator("orrery-key-link")
                    .first()
                    .getByText("Take it back")
                    .click();
            Screen.waitUntilGone(small.page().locator("orrery-qa-desk"));
            room(small);
            assertThat(small.page().locator("orrery-qa-desk").count()).isZero();
            for (Screen screen : List.of(presenter, screens.hall(), phone, small, third)) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    private static String moderatorsLink(Screen presenter) {
        presenter.page().locator("orrery-door summary").click();
        Locator link = presenter.page().locator("orrery-key-link").first();
        link.getByText("Make a link").click();
        link.locator("input").waitFor();
        return link.locator("input").inputValue();
    }

    private static void room(Screen phone) {
        phone.page()
                .locator(".sheet .tabs button")
                .getByText("Room", new Locator.GetByTextOptions().setExact(true))
                .click();
        phone.page().locator("orrery-qa form").waitFor();
        phone.settle();
    }

    /** Every button and field is at least 48 px high and wide, and nothing is cut off at the side. */
    private static void fitsAThumb(Screen phone) {
        Locator panel = phone.page().locator("orrery-qa");
        for (Locator target :
                panel.locator("button, textarea, label:has(input)").all()) {
            var box = target.boundingBox();
            assertThat(box.height).as(target.textContent()).isGreaterThanOrEqualTo(48);
            assertThat(box.width).as(target.textContent()).isGreaterThanOrEqualTo(48);
            assertThat(box.x + box.width).isLessThanOrEqualTo(phone.page().viewportSize().width);
        }
        assertThat((boolean) panel.evaluate(
                        "panel => [panel, ...panel.renderRoot.querySelectorAll('*:not(.hidden)')].every(each =>"
                                + " each.scrollWidth <= each.clientWidth + 1 || getComputedStyle(each).overflowX !=="
                                + " 'visible' || getComputedStyle(each).display === 'inline')"))
                .isTrue();
    }

    /** It is in the left half, below the text and above the caption, and the machine has the rest. */
    private static void standsBesideTheMachine(Screen hall, Locator pinned) {
        hall.rest();
        var box = pinned.boundingBox();
        var header = hall.page().locator("orrery-projector header").boundingBox();
        var footer = hall.page().locator("orrery-projector footer").boundingBox();
        assertThat(box.x).isZero();
        assertThat(box.width).isBetween(400.0, 560.0);
        assertThat(box.y).isGreaterThanOrEqualTo(header.y + header.height - 1);
        assertThat(box.y + box.height).isLessThanOrEqualTo(footer.y);
        String tensor = hall.scene().tensorsOf("embed").get(0);
        hall.scene().waitUntilStill();
        assertThat(hall.scene().place(tensor, List.of(0, 0))[0]).isGreaterThan(box.width);
    }
}
