package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gallery of models that are shown as structure only: their counts, and the flight past all of them. */
class ModelGalleryTest {
    private static final int TIMEOUT_MS = 90_000;

    /** How long the flight takes. */
    private static final double FLIGHT_S = 12;

    /** 174,604,259,328 / 85,728 = 2,036,723.8 */
    private static final String LAST_SENTENCE =
            String.format(Locale.ROOT, "%,d copies of the sorting model would fit", 174_604_259_328L / 85_728);

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static Screen screen(int width, int height) {
        return venue.screen(width, height, true);
    }

    private static String box(String selector) {
        return "document.querySelector('" + selector + "').getBoundingClientRect()";
    }

    @Test
    void roomSeesOneFlightAndComesBackToItsStep() {
        // Small windows: a machine without a graphics card cannot draw more than four that move at once.
        try (var presenter = screen(640, 480);
                var attendee = screen(320, 480);
                var hall = screen(640, 480)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.scores");
            var everyone = new ArrayList<>(List.of(presenter, attendee, hall));
            everyone.forEach(each -> each.waitForStep("blocks.0.attn.scores"));
            assertThat((Boolean) attendee.page()
                            .evaluate("() => " + box(".sheet") + ".top - " + box(".breadcrumb")
                                    + ".bottom >= innerHeight / 3"))
                    .as("a third of a small phone's height is the machine's")
                    .isTrue();
            var before = clocks(everyone);
            attendee.ask("flight");
            presenter.ask("flight");
            everyone.forEach(each -> each.scene().waitForGallery());
            assertSameStart(everyone, before);
            everyone.forEach(each -> each.page().getByText(LAST_SENTENCE).waitFor());

            try (var late = screen(480, 480)) {
                late.page().navigate(venue.links().audience());
                late.scene().waitForGallery();
                // A flight of its own would only just have begun.
                assertThat(late.scene().flightSeconds()).isGreaterThan(FLIGHT_S / 2);
                late.page().getByText(LAST_SENTENCE).waitFor();
                everyone.add(late);

                before = clocks(everyone);
                double first = presenter.scene().flightStart();
                presenter.ask("flight");
                everyone.forEach(each -> each.scene()
                        .waitUntil("orrery.gallery()?.startAt - orrery.room().clock.origin > "
                                + (first + 1000 * FLIGHT_S / 2)));
                assertSameStart(everyone, before);
                late.press("Escape");
                late.ask("leaveExhibit");
                assertThat(late.scene().read("orrery.gallery() !== null"))
                        .as("an attendee cannot leave it")
                        .isEqualTo(true);

                presenter.press("ArrowRight");

                for (Screen each : everyone) {
                    Screen.waitUntilGone(panel(each.page()));
                    each.waitForStep("blocks.0.attn.scores");
                    assertThat(each.errors()).isEmpty();
                }
            }
        }
    }

    /** By how much each page may be wrong about the server's clock, ms. */
    private static List<Double> clocks(List<Screen> screens) {
        return screens.stream().map(each -> each.scene().clockError()).toList();
    }

    /** The flight began at the same moment of the server's clock, as far as pages knew that when it began and know it now. */
    private static void assertSameStart(List<Screen> screens, List<Double> before) {
        List<Double> now = clocks(screens);
        double first = screens.get(0).scene().flightStart();
        for (int i = 0; i < screens.size(); i++) {
            assertThat(screens.get(i).scene().flightStart())
                    .isCloseTo(first, within(1 + before.get(0) + now.get(0) + before.get(i) + now.get(i)));
        }
    }

    @Test
    void attendeeLooksAroundAndComesBack() {
        try (var presenter = screen(1100, 760);
                var attendee = screen(1024, 768)) {
            presenter.open(venue.links().presenter());
            attendee.open(venue.links().audience());
            presenter.ask("flight");
            attendee.scene().waitForGallery();
            assertThat(attendee.backToPresenter().count()).isZero();

            attendee.page().mouse().move(600, 400);
            attendee.page().mouse().down();
            attendee.page().mouse().move(660, 430);
            attendee.page().mouse().up();

            attendee.backToPresenter().waitFor();
            attendee.scene().waitUntil("!orrery.gallery().isFlying");
            attendee.backToPresenter().click();
            Screen.waitUntilGone(attendee.backToPresenter());
            presenter.press("Escape");
            Screen.waitUntilGone(panel(attendee.page()));
            attendee.scene().waitUntil("orrery.scene() !== null && orrery.gallery() === null");
            assertThat(attendee.backToPresenter().count()).isZero();
        }
    }

    private static Screen openAlone(String past) {
        var screen = screen(1280, 720);
        screen.page().setDefaultTimeout(TIMEOUT_MS);
        screen.page().navigate(venue.links().solo() + "#past=" + past);
        screen.scene().waitForGallery();
        return screen;
    }

    private static Locator panel(Page page) {
        return page.locator("orrery-gallery .panel");
    }

    @Test
    void gpt3ShowsItsCountAndThatItIsStructureOnly() {
        try (var screen = openAlone("gpt3")) {
            assertThat(screen.page().locator("orrery-gallery h1").textContent()).contains("structure only");
            assertThat(panel(screen.page()).textContent())
                    .contains("174,604,259,328")
                    .contains("96 layers of 96 heads");
            assertThat(screen.scene().number("orrery.gallery().blocks")).isLessThanOrEqualTo(4000);
            assertThat(screen.scene().number("orrery.gallery().drawCalls")).isLessThanOrEqualTo(10);

            screen.press("Escape");
            screen.scene().waitUntil("orrery.scene()?.frames > 0");
            Screen.waitUntilGone(panel(screen.page()));
        }
    }

    /** Parameters by the published shapes: embeddings, 12 · d_model² per layer and biases of GPT-2; Llama's own report. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "Sorting model", "85,728",
            "GPT-2 small", "124,439,808",
            "GPT-2 XL", "1,557,611,200",
            "Llama 3 8B", "8,030,261,248",
            "GPT-3", "174,604,259,328");

    @Test
    void nameAndCountBelongTogetherAndTheEndShowsAllModelsByName() {
        try (var screen = openAlone("flight")) {
            Locator panel = panel(screen.page());
            assertThat(panel.textContent()).contains("area in proportion to parameters");
            var seen = new LinkedHashSet<String>();
            for (int tenths = 0; tenths <= 120; tenths += 4) {
                screen.ask("flightAt", tenths / 10.0);
                screen.scene().waitUntil("!orrery.gallery().busy");
                String name = panel.locator(".name").textContent();
                assertThat(panel.locator(".count").textContent())
                        .as(name + " after " + tenths / 10.0 + " s")
                        .isEqualTo(PARAMETERS.get(name));
                seen.add(name);
            }
            assertThat(seen).containsExactly("Sorting model", "GPT-2 small", "GPT-2 XL", "Llama 3 8B", "GPT-3");

            panel.locator(".row button").nth(1).click();
            screen.page().getByText(LAST_SENTENCE).waitFor();
            assertThat(panel.textContent()).contains("would fit into GPT-3").contains("174,604,259,328");
            screen.rest();
            assertThat(screen.page().locator(".scene-label.shown").allTextContents())
                    .hasSize(5)
                    .allSatisfy(label -> assertThat(PARAMETERS.keySet()).anyMatch(label::startsWith));
            assertThat(screen.page().locator(".scene-label.shown.lit").textContent())
                    .as("the model that runs here is marked")
                    .startsWith("Sorting model")
                    .endsWith("runs here");

            screen.scene().waitUntil("!orrery.gallery().busy");
            Object places = places(screen);
            for (String theme : List.of("light", "dark")) {
                screen.press("t");
                screen.waitUntil("document.documentElement.dataset.theme === '" + theme + "'");
            }
            screen.scene().waitUntil("!orrery.gallery().busy");
            assertThat(places(screen)).as("the panel's height was known").isEqualTo(places);
        }
    }

    private static Object places(Screen screen) {
        return screen.page()
                .locator(".scene-label.shown")
                .evaluateAll("labels => labels.map(label => label.style.transform)");
    }
}
