package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every view fills the screen, where the browser lets it. */
class FullScreenTest {
    private static final String APP = "document.querySelector('orrery-app')";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void everyViewHasAWayToFullScreenAndNoDeadButtonWhereTheBrowserHasNone() throws Exception {
        String origin = venue.links().audience().replaceAll("/r/.*", "");
        // Each with what is to be there before anything is pressed.
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
                // From one fragment to another no page would be loaded.
                screen.page().navigate("about:blank");
                screen.page().navigate(view.getKey());
                screen.page().waitForSelector(view.getValue());
                fillAndGiveBack(screen);
                screen.page().setViewportSize(390, 844);
                fillAndGiveBack(screen);
            }
        }
        try (var presenter = venue.screen(1300, 844);
                var attendee = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            fillAndGiveBack(presenter);
            attendee.open(venue.links().audience());
            fillAndGiveBack(attendee);
            presenter.page().setViewportSize(390, 844);
            fillAndGiveBack(presenter);
        }
        for (String address : List.of(origin, venue.links().audience())) {
            try (var without = venue.screen(390, 844)) {
                without.page()
                        .addInitScript(
                                "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {get: () => undefined})");
                without.page().navigate(address);
                without.page().waitForFunction("() => document.querySelector('orrery-scene canvas')");
                assertThat(without.page().getByLabel("Full screen").count())
                        .as(address)
                        .isZero();
            }
        }
    }

    /** By the button, which on a phone stands beside the steps, and by the key. */
    private static void fillAndGiveBack(Screen screen) {
        var page = screen.page();
        page.waitForFunction("() => customElements.get('orrery-full-screen')");
        var steps = page.locator("orrery-stack[sheet] .tabs button")
                .filter(new Locator.FilterOptions().setHasText("Steps"));
        if (page.locator("orrery-step-card").count() == 1 && page.viewportSize().width < 900) {
            steps.click();
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
    void theHallsScreenIsFilledByOnePressAnywhereAndGivenBackByTwo() {
        try (var hall = venue.screen(1024, 768);
                var presenter = venue.screen(1100, 760)) {
            hall.page().navigate(venue.links().screen());
            var hint = hall.page().getByText("Press anywhere to fill the screen");
            hint.waitFor();
            hall.waitUntil("!app.machine?.busy");

            for (boolean lobby : new boolean[] {true, false}) {
                hall.page().mouse().click(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement !== null");
                hint.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
                hall.page().mouse().click(300, 300);
                assertThat(isFull(hall)).isTrue();
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement === null");
                hall.page().mouse().dblclick(700, 400);
                hall.page().waitForFunction("() => document.fullscreenElement !== null");
                hall.press("f");
                hall.page().waitForFunction("() => document.fullscreenElement === null");
                if (lobby) {
                    presenter.open(venue.links().presenter());
                    hall.waitUntil("!app.conductor.room.lobby");
                    hall.waitForStep("start");
                }
            }
            assertThat(hall.page().evaluate(APP + ".looking")).isEqualTo(false);
            assertThat(hall.page().evaluate(APP + ".attached('cell').cell")).isNull();
        }
    }

    private static boolean isFull(Screen screen) {
        return (boolean) screen.page().evaluate("document.fullscreenElement !== null");
    }
}
