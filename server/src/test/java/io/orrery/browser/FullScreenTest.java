package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Full screen in every view. */
class FullScreenTest {
    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void everyViewHasAButtonAndAKeyWhereTheBrowserSupportsIt() throws Exception {
        String origin = venue.links().audience().replaceAll("/r/.*", "");
        // Each with an element that must be there before anything is pressed.
        var views = new LinkedHashMap<String, String>();
        views.put(origin, "orrery-landing");
        views.put(origin + "/rooms", "orrery-rooms");
        views.put(origin + "/solo", "orrery-step-card");
        views.put(origin + "/solo#past=gpt3", "orrery-gallery");
        views.put(venue.links().audience(), "orrery-lobby-sheet");
        views.put(venue.links().presenter(), "orrery-preflight");
        try (var screen = venue.screen(1300, 844)) {
            for (var view : views.entrySet()) {
                screen.page().setViewportSize(1300, 844);
                // Changing only the fragment would not load the page.
                screen.page().navigate("about:blank");
                screen.page().navigate(view.getKey());
                screen.page().waitForSelector(view.getValue());
                enterAndLeave(screen);
                screen.page().setViewportSize(390, 844);
                enterAndLeave(screen);
            }
        }
        try (var presenter = venue.screen(1300, 844);
                var attendee = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            enterAndLeave(presenter);
            attendee.open(venue.links().audience());
            enterAndLeave(attendee);
            presenter.page().setViewportSize(390, 844);
            enterAndLeave(presenter);
        }
        for (String address : List.of(origin, venue.links().audience())) {
            try (var without = venue.screen(390, 844)) {
                without.page()
                        .addInitScript("Object.defineProperty(Document.prototype, 'fullscreenEnabled', {get: () =>"
                                + " undefined})");
                without.page().navigate(address);
                without.page().locator("orrery-scene canvas").first().waitFor();
                without.page().waitForFunction("() => customElements.get('orrery-full-screen')");
                assertThat(without.page().getByLabel("Full screen").count())
                        .as(address)
                        .isZero();
            }
        }
    }

    /** With the button, which a phone shows under the tab of the steps, and with the key. */
    private static void enterAndLeave(Screen screen) {
        var page = screen.page();
        page.waitForFunction("() => customElements.get('orrery-full-screen')");
        if (page.locator("orrery-step-card").count() == 1 && page.viewportSize().width < 900) {
            screen.chooseTab("Steps");
        }
        page.getByLabel("Full screen", new Page.GetByLabelOptions().setExact(true))
                .click();
        page.waitForFunction("() => document.fullscreenElement !== null");
        page.getByLabel("Leave full screen").click();
        page.waitForFunction("() => document.fullscreenElement === null");
        page.locator("body").press("f");
        page.waitForFunction("() => document.fullscreenElement !== null");
        page.locator("body").press("f");
        page.waitForFunction("() => document.fullscreenElement === null");
        assertThat(screen.errors()).as(page.url()).isEmpty();
    }

    @Test
    void projectorEntersItWithAClickAndLeavesItWithADoubleClick() {
        try (var hall = venue.screen(1024, 768);
                var presenter = venue.screen(1100, 760)) {
            hall.page().navigate(venue.links().screen());
            var hint = hall.page().getByText("Press anywhere to fill the screen");
            hint.waitFor();
            hall.scene().waitUntil("!orrery.scene()?.busy");

            for (boolean lobby : new boolean[] {true, false}) {
                hall.page().evaluate("() => { window.turns = 0; document.onfullscreenchange = () => window.turns++; }");
                hall.page().mouse().click(700, 400);
                // The event follows in the next frame.
                hall.page().waitForFunction("() => document.fullscreenElement !== null && window.turns > 0");
                Screen.waitUntilGone(hint);
                hall.page().mouse().click(300, 300);
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement === null && window.turns > 1");
                assertThat(hall.page().evaluate("window.turns"))
                        .as("changes by a click, by another one, and then by a double click")
                        .isEqualTo(2);
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement !== null");
                hall.press("f");
                hall.page().waitForFunction("() => document.fullscreenElement === null");
                if (lobby) {
                    presenter.open(venue.links().presenter());
                    hall.waitForStep("start");
                }
            }
            hall.rest();
            assertThat(hall.scene().read("orrery.scene().camera"))
                    .as("a camera that was moved by hand")
                    .isNull();
            assertThat(hall.scene().litCells()).isEmpty();
        }
    }
}
