package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tours on the landing page. */
class LandingToursTest {
    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    @Test
    void offersTheToursWithTheirQuestionsAndGoesOnWhereOneStopped() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address("/"));
            var landing = screen.page().locator("orrery-landing");
            var walk = landing.locator(".ways a[aria-haspopup=dialog]");
            walk.waitFor();
            // Without a tour, the walk is one press away.
            assertThat(landing.locator(".flight a").first().getAttribute("href"))
                    .isEqualTo("/solo");
            walk.click();
            var tour = landing.locator("[data-tour=acts]");
            tour.getByText("Who reads whom?").waitFor();
            // A talk of five minutes: alone it takes as long as its words and questions.
            assertThat(tour.locator(".ways a").textContent().strip()).matches("about \\d min");
            var language = landing.locator("orrery-language select");
            language.evaluate("select => { select.value = 'de'; select.dispatchEvent(new Event('change')); }");
            Locator shipped = landing.locator("[data-tour=how-it-sorts]");
            shipped.getByText("Wie sie sortiert").waitFor();
            assertThat(shipped.locator(".ways a").last().getAttribute("href")).contains("route=60");
            assertThat(tour.locator(".ways a").textContent().strip()).matches("etwa \\d Min\\.");
            language.evaluate("select => { select.value = 'en'; select.dispatchEvent(new Event('change')); }");
            shipped.getByText("How it sorts").waitFor();
            tour.locator(".ways a").click();
            TourVenue.waitForBeat(screen, "attention/one-score");
            TourVenue.next(screen);
            TourVenue.waitForBeat(screen, "attention/what-next");
            screen.waitUntil("localStorage.getItem('orrery.tours')?.includes('what-next')");

            screen.open(venue.address("/"));
            walk.click();
            var on = tour.locator("a.filled");
            on.waitFor();
            assertThat(on.textContent().strip()).isEqualTo("Go on where you stopped");
            tour.getByText("2 of 5 beats").waitFor();
            on.click();
            TourVenue.waitForBeat(screen, "attention/what-next");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void whoeverPressesBeforeTheToursHaveArrivedGetsThemToo() {
        try (var screen = venue.screen(1600, 900)) {
            var held = new CompletableFuture<Route>();
            screen.page().route("**/api/tours?*", held::complete);
            screen.page().navigate(venue.address("/"));
            var landing = screen.page().locator("orrery-landing");
            landing.locator(".ways a.filled").click();
            screen.page().waitForCondition(held::isDone);
            held.join().resume();
            landing.locator("[data-tour=acts]").waitFor();
            assertThat(screen.page().url()).isEqualTo(venue.address("/"));
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void isOfUseWithoutTheTours() {
        try (var screen = venue.screen(390, 844)) {
            screen.page().route("**/api/tours?*", Route::abort);
            screen.open(venue.address("/"));
            Locator walk = screen.page().locator("orrery-landing a.filled");
            walk.waitFor();
            assertThat(walk.getAttribute("href")).isEqualTo("/solo");
            assertThat(screen.errors()).isEmpty();
        }
    }
}
