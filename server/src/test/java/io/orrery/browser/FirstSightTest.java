package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.orrery.model.Presets;
import io.orrery.web.ServerOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen first on a server that was started without options: a story half told, and the sorting model one press away. */
class FirstSightTest {
    private static final String[] STORY = {
        "When", "Lily", "and", "Tom", "went", "to", "the", "park", ",", "Tom", "gave", "a", "ball", "to"
    };
    private static final String[] LETTERS = {"C", "B", "A", "B", "B", "C"};
    /** The address of a model's graph or its numbers. */
    private static final Pattern MODEL = Pattern.compile("/api/models/([^/]+)/(?:graph|weights)");

    private static final String PRESET = "orrery.walk()?.model.preset";

    /** How far the page goes aside for something that lies beside it. */
    private static final String SCROLLED_ASIDE = """
        () => {
          const page = document.querySelector('.page'), beside = document.createElement('div');
          beside.style.cssText = 'position: absolute; inset-inline-start: 150%; inline-size: 1px; block-size: 1px';
          page.append(beside);
          beside.scrollIntoView();
          const aside = page.scrollLeft;
          beside.remove();
          return aside;
        }""";

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(new ServerOptions("127.0.0.1", 0, Presets.served(), Optional.empty()));

    private static String[] story(Screen screen) {
        return screen.tokens().stream().map(token -> token.replace("␣", "")).toArray(String[]::new);
    }

    @Test
    void landingPageShowsTheStoryModelAndTheSortingModelIsOnePressAway() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.address("/"));
            screen.waitUntil(PRESET + " === 'tiny-tales'");
            var models = screen.page().locator("orrery-landing .models a");
            models.first().waitFor();
            assertThat(models.allTextContents()).containsExactly("Story model", "Sorting model", "German story model");

            models.nth(1).click();

            screen.waitUntil(PRESET + " === 'nano-sort'");
            screen.waitForPositions(LETTERS.length);
            assertThat(screen.tokens()).containsExactly(LETTERS);
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void aloneOneBeginsWithAStoryThatEndsBeforeAName() {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo());
            screen.waitForPositions(STORY.length);
            assertThat(story(screen)).containsExactly(STORY);
            assertThat(screen.step()).isEqualTo("start");

            screen.press("r");
            // each text is read while the list is open
            var ready = screen.page().locator("orrery-ready li");
            ready.filter(having("When Lily and Tom"))
                    .getByText("one sure answer")
                    .waitFor();
            ready.filter(having("One day,"))
                    .getByText("many answers: try chance")
                    .waitFor();
            // a long text leaves no room beside it for what it is good for, but its key stands beside it
            var longest = ready.filter(having("The cat is under the bed"));
            longest.getByText("one sure answer").waitFor();
            assertThat(middle(longest.locator("kbd"))).isCloseTo(middle(longest.locator("bdi")), within(4.0));
            assertThat((int) screen.page().evaluate(SCROLLED_ASIDE)).isZero();
            screen.page()
                    .locator("orrery-ready li button.run")
                    .getByText("CBABBC")
                    .click();

            screen.waitUntil(PRESET + " === 'nano-sort'");
            screen.waitForPositions(LETTERS.length);
            assertThat(screen.tokens()).containsExactly(LETTERS);

            // Without its address, the tab shows what it showed before.
            screen.page().navigate("about:blank");
            screen.open(venue.links().solo());
            screen.waitForPositions(LETTERS.length);
            assertThat(screen.tokens()).containsExactly(LETTERS);
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Whatever the language becomes later, the model stays: only who drives changes it. */
    @Test
    void aloneAPageInGermanBeginsWithTheGermanStoryAndLoadsNoOtherModel() {
        try (var screen = venue.screen(1600, 900)) {
            Set<String> loaded = ConcurrentHashMap.newKeySet();
            screen.page().onRequest(request -> {
                var model = MODEL.matcher(request.url());
                if (model.find()) {
                    loaded.add(model.group(1));
                }
            });
            screen.open(venue.links().solo() + "#lang=de");
            screen.waitUntil(PRESET + " === 'tiny-tales-de'");
            screen.waitForPositions(STORY.length);
            assertThat(String.join(" ", story(screen)))
                    .isEqualTo("Als Lily und Paul in den Park gingen , gab Paul einen Ball an");

            screen.press("r");
            var ready = screen.page().locator("orrery-ready li");
            ready.filter(having("Als Lily und Paul"))
                    .locator(".good")
                    .getByText("eine sichere Antwort")
                    .waitFor();
            ready.filter(having("Eines Tages"))
                    .locator(".good")
                    .getByText("viele Antworten")
                    .waitFor();
            assertThat(ready.filter(having("CBABBC")).locator("button").count()).isPositive();
            screen.press("Escape");

            screen.page().navigate("about:blank");
            screen.open(venue.links().solo() + "#lang=en");
            screen.waitUntil("document.documentElement.lang === 'en-GB' && " + PRESET + " === 'tiny-tales-de'");
            assertThat(loaded).hasSize(1);
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static double middle(Locator line) {
        var box = line.boundingBox();
        return box.y + box.height / 2;
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void newRoomBeginsWithTheStory() throws IOException, InterruptedException {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.newRoom().presenter());
            screen.waitForPositions(STORY.length);
            assertThat(story(screen)).containsExactly(STORY);
            assertThat(screen.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        prompt=BBACAB                | nano-sort  | 6
        tokens=2,1,0,1,1,2,0&given=6 | nano-sort  | 7
        prompt=One day,              | tiny-tales | 3
        step=logits                  | tiny-tales | 14
        """)
    void addressWithLettersAndNoModelMeansTheSortingModel(String fragment, String preset, int positions) {
        try (var screen = venue.screen(1024, 768)) {
            screen.open(venue.links().solo() + "#" + fragment);
            screen.waitUntil(PRESET + " === '" + preset + "'");
            screen.waitForPositions(positions);
            assertThat(screen.page().locator(".notice").count()).isZero();
        }
    }
}
