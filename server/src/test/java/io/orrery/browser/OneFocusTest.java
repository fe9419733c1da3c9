package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the driver chooses to look at is on every screen that follows: one walk through all ways of choosing, on the presenter's page, the
 * hall's screen, a phone and a co-presenter's laptop.
 */
class OneFocusTest {
    private static final String SCORES = "blocks.0.attn.scores";
    private static final String SCORE = "blocks.0.attn.hook_attn_scores";

    /** The focus, and the cells that are lit, as one text. */
    private static final String SHOWN =
            "JSON.stringify([...[orrery.scene().focus, orrery.walk().focus].map(focus => Object.entries(focus).sort()),"
                    + " orrery.scene().lit.sort()])";

    private static final String NAME =
            "(document.querySelector('orrery-projector')?.shadowRoot.querySelector('.focus')?.textContent ?? '')";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void everyScreenThatFollowsShowsWhatTheDriverChooses() {
        try (var presenter = venue.screen(1600, 900);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844);
                var laptop = venue.screen(1280, 800)) {
            presenter.open(venue.links().presenter());
            hall.open(venue.links().screen());
            phone.open(venue.links().audience());
            laptop.open(venue.links().coPresenter());
            var room = new Room(presenter, hall, List.of(phone, laptop));

            presenter.go(SCORES);
            presenter.waitForStep(SCORES);
            room.shows(presenter, "Layer 1 · head 1", "Head 1");

            keysChooseAHead(room);
            labelsBlocksAndThePathChooseAPart(room);
            wordsLightTheirBlocks(room);
            cellIsHeldForEveryone(room);
            cellOfALaterStepIsHeldForEveryone(room);
            nothingStaysUnderARestingPointer(room);
            attendeeLooksAroundAndComesBack(room, phone);
            addressChooses(room);
            whoeverTakesTheWheelChooses(room, laptop, phone);
        }
    }

    private record Room(Screen presenter, Screen hall, List<Screen> others) {
        /** Waits until all screens show what the driver's does, with its name in the hall and at the end of each path. */
        void shows(Screen driver, String nameInHall, String lastOfPath) {
            String expected = (String) driver.scene().read(SHOWN);
            hall.waitUntil(NAME + " === '" + nameInHall + "'");
            for (Screen each : screens()) {
                each.waitFor("expected => " + SHOWN + " === expected", expected);
                if (each != hall) {
                    each.page()
                            .locator("orrery-breadcrumb [aria-current]", text(lastOfPath))
                            .waitFor();
                }
            }
        }

        List<Screen> screens() {
            return List.of(presenter, hall, others.get(0), others.get(1));
        }

        void goOn(String step) {
            // The arrows would move a held cell.
            presenter.press("PageDown");
            for (Screen each : screens()) {
                each.waitForStep(step);
            }
        }
    }

    private static Page.LocatorOptions text(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static void keysChooseAHead(Room room) {
        room.presenter().press("]");
        room.shows(room.presenter(), "Layer 1 · head 2", "Head 2");
        room.presenter().press("[");
        room.presenter().press("[");
        room.shows(room.presenter(), "Layer 1 · head 3", "Head 3");
        room.goOn("blocks.0.attn.pattern");
        room.shows(room.presenter(), "Layer 1 · head 3", "Head 3");
        room.presenter().press("e");
        room.shows(room.presenter(), "The whole model", "Sorting model");
        room.presenter().press("s");
        room.shows(room.presenter(), "Layer 1 · head 1", "Head 1");
    }

    private static void labelsBlocksAndThePathChooseAPart(Room room) {
        var presenter = room.presenter();
        presenter.page().locator("orrery-breadcrumb .crumb", text("Layer 1")).click();
        room.shows(presenter, "Layer 1", "Layer 1");
        presenter.rest();
        var label = new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*MLP"));
        press(presenter, presenter.page().locator(".scene-label.shown", label).first());
        room.shows(presenter, "Layer 1 · MLP", "MLP");

        presenter.go(SCORES);
        presenter.waitForStep(SCORES);
        presenter.rest();
        // the border of a block chooses the block
        double side = presenter.scene().number("orrery.place('" + SCORE + "', [0, 0, 5]).pxPerCell");
        double[] last = presenter.scene().place(SCORE, List.of(0, 2, 5));
        presenter.page().mouse().click(last[0], last[1] + 0.62 * side);
        room.shows(presenter, "Layer 1 · Scores · head 1", "Scores");
        room.goOn("blocks.0.attn.pattern");
        room.shows(presenter, "Layer 1 · head 1", "Head 1");
    }

    private static void press(Screen screen, Locator label) {
        var box = label.boundingBox();
        screen.page().mouse().click(box.x + box.width / 2, box.y + box.height / 2);
    }

    private static void wordsLightTheirBlocks(Room room) {
        var presenter = room.presenter();
        presenter.go(SCORES);
        presenter.waitForStep(SCORES);
        var word = presenter.page().locator("orrery-step-card .link", text("key"));
        word.click();
        for (Screen each : room.screens()) {
            each.page().locator(".scene-label.lit", text("Keys")).first().waitFor();
        }
        room.others()
                .get(1)
                .page()
                .locator("orrery-step-card .link.lit", text("key"))
                .waitFor();

        room.goOn("blocks.0.attn.pattern");
        // the pointer is still where the word was
        for (Screen each : room.screens()) {
            Screen.waitUntilGone(each.page().locator(".scene-label.lit"));
        }
    }

    private static void cellIsHeldForEveryone(Room room) {
        var presenter = room.presenter();
        presenter.go(SCORES);
        presenter.waitForStep(SCORES);
        presenter.rest();
        double[] at = presenter.scene().place(SCORE, List.of(0, 4, 2));
        presenter.page().mouse().click(at[0], at[1]);
        presenter.waitForCard();
        // the score, the 16 numbers of its query and those of its key
        presenter.scene().waitUntil("orrery.scene().lit.length === 33");
        room.shows(presenter, "Layer 1 · head 1", "Head 1");
        String value = presenter
                .page()
                .locator("orrery-inspector .value")
                .textContent()
                .strip();
        var sum = room.hall().page().locator("orrery-hall-cell .sum");
        sum.getByText(value).waitFor();
        assertThat(sum.textContent())
                .startsWith(value + " = (")
                .contains("13 more: ")
                .endsWith(") ÷ √16");
        var smallest = (Number) room.hall()
                .page()
                .evaluate("() => Math.min(...[...document.querySelector('orrery-projector').shadowRoot"
                        + ".querySelector('orrery-hall-cell').shadowRoot.querySelectorAll('p, p *')]"
                        + ".map(each => parseFloat(getComputedStyle(each).fontSize)))");
        assertThat(smallest.doubleValue())
                .as("the smallest text of the cell in the hall, px")
                .isGreaterThanOrEqualTo(28);
        presenter.page().locator(".scene-label.shown", text("query of B")).waitFor();
        presenter.page().locator(".scene-label.shown", text("key of A")).waitFor();
        // a small screen may have no room for a label, but shows none of another cell
        for (Screen each : room.screens()) {
            assertThat(each.page()
                            .locator(".scene-label.shown", text("query of"))
                            .allTextContents())
                    .allMatch(label -> label.contains("query of B"));
            assertThat(each.page().locator(".scene-label.shown", text("key of")).allTextContents())
                    .allMatch(label -> label.contains("key of A"));
        }
        for (Screen each : room.others()) {
            each.page().locator("orrery-inspector .value", text(value)).waitFor();
        }

        presenter.press("]");
        presenter
                .scene()
                .waitUntil("orrery.scene().lit.length === 33 && orrery.scene().lit[0] === '" + SCORE + "[1,4,2]'");
        room.shows(presenter, "Layer 1 · head 2", "Head 2");

        presenter.press("Escape");
        presenter.scene().waitForNoLitCells();
        room.shows(presenter, "Layer 1 · head 2", "Head 2");
        presenter.hold(SCORE, List.of(1, 4, 2));
        room.goOn("blocks.0.attn.pattern");
        room.shows(presenter, "Layer 1 · head 2", "Head 2");
        for (Screen each : room.screens()) {
            each.scene().waitForNoLitCells();
        }
        Screen.waitUntilGone(room.hall().page().locator("orrery-hall-cell"));
    }

    /** Its tensor has not arrived on all screens: they load unequally many of the next steps. */
    private static void cellOfALaterStepIsHeldForEveryone(Room room) {
        var presenter = room.presenter();
        presenter.hold("blocks.0.hook_resid_mid", List.of(4, 9));
        presenter.waitForCard();
        // itself, and what is added up to it
        presenter.scene().waitUntil("orrery.scene().lit.length === 3");
        room.shows(presenter, "Layer 1 · head 2", "Head 2");
        String value = presenter
                .page()
                .locator("orrery-inspector .value")
                .textContent()
                .strip();
        room.hall().page().locator("orrery-hall-cell .sum").getByText(value).waitFor();
        for (Screen each : room.others()) {
            each.page().locator("orrery-inspector .value", text(value)).waitFor();
        }
        presenter.press("Escape");
        presenter.scene().waitForNoLitCells();
    }

    /** A hover is the presenter's own, and ends with the step even if the pointer does not move. */
    private static void nothingStaysUnderARestingPointer(Room room) {
        var presenter = room.presenter();
        // without the cell the camera stands elsewhere
        presenter.rest();
        presenter.pointAt("blocks.0.attn.hook_pattern", List.of(1, 4, 2));
        presenter.scene().waitForLitCells(2);
        // What the page sends later has come to the hall: nothing of the hover has come before it.
        presenter.press("b");
        room.hall().page().locator(".dark").waitFor();
        assertThat(room.hall().scene().litCells()).isEmpty();
        presenter.press("b");
        Screen.waitUntilGone(room.hall().page().locator(".dark"));
        room.goOn("blocks.0.attn.z");
        presenter.scene().waitForNoLitCells();
        presenter.page().locator("orrery-step-card .link").first().hover();
        presenter.page().locator(".scene-label.lit").first().waitFor();
        room.goOn("blocks.0.attn.out");
        Screen.waitUntilGone(presenter.page().locator(".scene-label.lit"));
        presenter.page().mouse().move(0, 0);
    }

    private static void attendeeLooksAroundAndComesBack(Room room, Screen phone) {
        var presenter = room.presenter();
        presenter.go(SCORES);
        phone.waitForStep(SCORES);
        phone.ask("headAfter");
        phone.backToPresenter().waitFor();
        presenter.press("[");
        presenter.scene().waitUntil("orrery.scene().focus.head === 0");
        presenter.waitUntil("orrery.room().people?.looking === 1");
        // The phone has heard of it, and does not show it.
        phone.waitUntil("(orrery.room().state.parts.focus?.on.head ?? 0) === 0");
        assertThat(phone.scene().number("orrery.scene().focus.head"))
                .as("the phone's own head")
                .isEqualTo(2);
        phone.backToPresenter().click();
        room.shows(presenter, "Layer 1 · head 1", "Head 1");

        // a cell of one's own ends with the step, and its reader follows again
        phone.hold(SCORE, List.of(0, 3, 1));
        phone.backToPresenter().waitFor();
        phone.scene().waitForLitCells(33);
        presenter.waitUntil("orrery.room().people?.looking === 1");
        room.goOn("blocks.0.attn.pattern");
        room.shows(presenter, "Layer 1 · head 1", "Head 1");
        Screen.waitUntilGone(phone.backToPresenter());

        // a part of the model stays until its reader comes back
        phone.ask("focus", Map.of("kind", "layer", "layer", 1));
        room.goOn("blocks.0.attn.z");
        assertThat(phone.scene().text("orrery.scene().focus.kind")).isEqualTo("layer");
        phone.backToPresenter().click();
        room.shows(presenter, "Layer 1 · head 1", "Head 1");
    }

    private static void addressChooses(Room room) {
        var presenter = room.presenter();
        presenter.page().evaluate("() => { location.hash = 'focus=layer.2'; }");
        presenter.page().waitForURL("**/r/*/*");
        presenter.scene().waitUntil("orrery.scene()?.focus.kind === 'layer'");
        presenter.scene().waitUntilStill();
        room.shows(presenter, "Layer 2", "Layer 2");
    }

    private static void whoeverTakesTheWheelChooses(Room room, Screen laptop, Screen phone) {
        laptop.page().getByText("Ask for the wheel").click();
        room.presenter()
                .page()
                .locator("orrery-driver-control")
                .getByText("Hand over")
                .click();
        laptop.driving().waitFor();
        room.shows(laptop, "Layer 2", "Layer 2");
        laptop.ask("focus", Map.of("kind", "part", "layer", 2, "part", "mlp"));
        room.shows(laptop, "Layer 3 · MLP", "MLP");

        // the presenter drives from a phone
        room.presenter().page().getByText("Take the wheel").click();
        room.presenter().driving().waitFor();
        phone.page().navigate(venue.links().presenter());
        phone.scene().waitUntilStill();
        room.shows(phone, "Layer 3 · MLP", "MLP");
        phone.ask("go", SCORES);
        phone.waitForStep(SCORES);
        phone.page().locator("orrery-breadcrumb .heads button").last().click();
        room.shows(phone, "Layer 1 · head 2", "Head 2");
    }
}
