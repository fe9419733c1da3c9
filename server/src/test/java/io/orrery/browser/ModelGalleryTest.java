package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models to walk past: true counts, said to be structure only, and a flight whose last sentence is right. */
class ModelGalleryTest {
    private static final int PATIENCE_MS = 90_000;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static Screen screen(int width, int height) {
        return venue.screen(width, height, true);
    }

    private static void ask(Screen by, String action) {
        by.page()
                .evaluate(
                        "action => document.querySelector('orrery-app')"
                                + ".dispatchEvent(new CustomEvent('ask', {detail: {action}}))",
                        action);
    }

    @Test
    void aRoomFliesTogetherWhoComesLateJoinsWhereItIsAndAllComeBackToTheStep() {
        // Small windows: four that move at once are all that a machine without a graphics card can draw.
        try (var presenter = screen(640, 480);
                var attendee = screen(320, 480);
                var hall = screen(640, 480)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.scores");
            for (Screen each : List.of(presenter, attendee, hall)) {
                each.waitForStep("blocks.0.attn.scores");
            }

            // A clock is wrong by at most half of its quickest round trip, at the start and whenever it is asked again.
            for (Screen each : List.of(presenter, attendee, hall)) {
                each.waitUntil("app.connection.clock.rtt < 60");
            }
            ask(attendee, "flight");
            ask(presenter, "flight");

            for (Screen each : List.of(presenter, attendee, hall)) {
                each.waitUntil("app.modelGallery?.draws > 0");
            }
            // The moment at which it began, on the server's clock, is the same on every screen to within their clocks.
            var starts = List.of(presenter, attendee, hall).stream()
                    .map(
                            each -> (Number)
                                    each.page()
                                            .evaluate(
                                                    "() => { const app = document.querySelector('orrery-app');"
                                                            + " return app.attached('gallery').exhibition.startAt - app.connection.clock.toLocal(0); }"))
                    .mapToDouble(Number::doubleValue)
                    .toArray();
            assertThat(starts[1]).isCloseTo(starts[0], within(60.0));
            assertThat(starts[2]).isCloseTo(starts[0], within(60.0));

            try (var late = screen(480, 480)) {
                late.page().navigate(venue.links().audience());
                late.waitUntil("app?.modelGallery?.draws > 0");
                late.waitUntil("app.conductor.exhibitAt !== null"
                        + " && Math.abs(app.conductor.exhibitAt - app.attached('gallery').exhibition.startAt) < 60");
                for (Screen each : List.of(presenter, attendee, hall, late)) {
                    each.waitUntil("/2,036,723 copies of the sorting model would fit/.test("
                            + "app.querySelector('orrery-gallery').renderRoot.textContent)");
                }
                late.press("Escape");
                ask(late, "leaveExhibit");
                assertThat((boolean) late.page().evaluate("document.querySelector('orrery-app').modelGallery !== null"))
                        .isTrue();

                presenter.press("ArrowRight");

                for (Screen each : List.of(presenter, attendee, hall, late)) {
                    each.waitUntil("app.modelGallery === null && app.querySelector('orrery-gallery') === null");
                    each.waitForStep("blocks.0.attn.scores");
                    assertThat(each.errors()).isEmpty();
                }
            }
        }
    }

    @Test
    void whoTurnsWhatTheRoomWalksPastLooksAroundAndComesBack() {
        try (var presenter = screen(1100, 760);
                var attendee = screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            ask(presenter, "flight");
            attendee.waitUntil("app.modelGallery?.draws > 0");

            attendee.page().mouse().move(600, 400);
            attendee.page().mouse().down();
            attendee.page().mouse().move(660, 430);
            attendee.page().mouse().up();

            attendee.waitUntil("app.looking && !app.modelGallery.flying");
            attendee.page().getByText("Back to the presenter").click();
            attendee.waitUntil("!app.looking");
            presenter.press("Escape");
            attendee.waitUntil("app.machine !== null && app.modelGallery === null && !app.looking");
        }
    }

    private static Page open(BrowserContext context, String past) {
        var page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.navigate(venue.links().solo() + "#past=" + past);
        page.waitForFunction("() => document.querySelector('orrery-app')?.modelGallery?.draws > 0");
        return page;
    }

    private static String said(Page page) {
        return (String) page.evaluate("document.querySelector('orrery-gallery').renderRoot.textContent");
    }

    @Test
    void gpt3ShowsItsCountAndSaysThatItIsStructureOnly() {
        try (var context = venue.browser().newContext()) {
            var page = open(context, "gpt3");

            assertThat(said(page))
                    .contains("174,604,259,328")
                    .contains("structure only")
                    .contains("96 layers of 96 heads");
            assertThat((int) page.evaluate("document.querySelector('orrery-app').modelGallery.instances"))
                    .isLessThanOrEqualTo(4000);
            assertThat((int) page.evaluate("document.querySelector('orrery-app').modelGallery.drawCalls"))
                    .isLessThanOrEqualTo(10);

            page.keyboard().press("Escape");
            page.waitForFunction("() => document.querySelector('orrery-app').machine?.draws > 0");
            assertThat(page.locator("orrery-gallery").count()).isZero();
        }
    }

    @Test
    void flightThatIsSkippedEndsOnHowManySortingModelsWouldFitIntoGpt3() {
        try (var context = venue.browser().newContext()) {
            var page = open(context, "flight");

            page.evaluate(
                    "document.querySelector('orrery-gallery').renderRoot.querySelectorAll('.row button')[1].click()");
            page.waitForFunction(
                    "() => /would fit/.test(document.querySelector('orrery-gallery').renderRoot.textContent)");

            // 174,604,259,328 / 85,728 = 2,036,723.8
            assertThat(said(page))
                    .contains(String.format("%,d copies of the sorting model", 174_604_259_328L / 85_728))
                    .contains("would fit into GPT-3")
                    .contains("174,604,259,328");
        }
    }
}
