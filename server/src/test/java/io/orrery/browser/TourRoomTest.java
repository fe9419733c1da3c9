package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shipped tour in a room: the presenter moves it, and every page shows its beat in its person's level and language. */
class TourRoomTest {
    private static final String CARD = "orrery-tour-card";
    private static final String FIRST = "machine/question";
    private static final String SECOND = "machine/first-letter";
    private static final String THIRD = "vectors/embedding";
    private static final String RANGE = "layers/same-again";

    /** What a page shows of the model. */
    private static final String SCENE = "(({model, run, step, focus, sampling}) => JSON.stringify("
            + "[model.preset, run.tokens, run.changes ?? [], step, focus, sampling]))(orrery.walk())";

    private static final String HALL_CAPTION = "orrery-projector .caption";

    /** Whether a page has texts in Simple, which it fetches when it needs them. */
    private static final String HAS_SIMPLE_TEXTS =
            "performance.getEntriesByType('resource').some(({ name }) => name.includes('.simple.'))";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void thePresenterMovesTheTourAndEverybodySeesItInTheirOwnWords() throws IOException {
        try (var screens = open()) {
            var presenter = screens.presenter();
            var hall = screens.hall();
            var phone = screens.phone();
            startWhileTheRoomChanges(presenter, "how-it-sorts");
            shown(screens, FIRST, 0);
            TourVenue.next(presenter);
            shown(screens, SECOND, 0);
            TourVenue.next(presenter);
            shown(screens, THIRD, 0);

            assertThat(title(presenter))
                    .isEqualTo(served("en", THIRD).get("title").textValue());
            assertThat(hall.page().locator("orrery-projector footer").innerText())
                    .contains(served("en", THIRD).get("title").textValue());
            assertThat(title(phone)).isEqualTo(served("de", THIRD).get("title").textValue());
            assertThat(text(phone)).contains(words(served("de", THIRD), "simple"));
            assertThat(text(presenter)).contains(words(served("en", THIRD), "developer"));

            Locator notes = presenter.page().locator("orrery-tour-notes .text p");
            assertThat(notes.first().innerText()).isNotBlank();
            assertThat(notes.first().getAttribute("class")).isNull();
            for (Screen other : List.of(hall, phone)) {
                assertThat(other.page().locator("orrery-tour-notes").count()).isZero();
                assertThat((boolean) other.scene().read("orrery.tour().beats.some(({hasNotes}) => hasNotes)"))
                        .isFalse();
            }
            assertThat(phone.page().locator(CARD + " .below button").count()).isZero();

            presenter.ask("tourGo", Map.of("beat", RANGE));
            shown(screens, RANGE, 0);
            presenter.press("Shift+ArrowRight");
            shown(screens, RANGE, 1);
            scrub(presenter, 1);
            shown(screens, SECOND, 0);
            presenter.ask("undo");
            shown(screens, RANGE, 1);

            // On the stage the whole bar is the timeline's, so the controls stand in the card.
            assertThat(presenter.page().locator("orrery-tour-line select").count())
                    .isZero();
            presenter.page().locator(CARD + " select").first().selectOption("2");
            presenter.waitUntil("orrery.tour().speed === 2");
            presenter.page().locator(CARD + " select").last().selectOption("20");
            screens.all().forEach(each -> each.waitUntil("orrery.tour().route === 20"));

            // The tour that runs does not come back in place of another.
            startWhileTheRoomChanges(presenter, "any-model");
            screens.all().forEach(each -> each.waitUntil("orrery.tour().id === 'any-model'"));
            assertThat(screens.all())
                    .allSatisfy(each -> assertThat(each.errors()).isEmpty());
        }
    }

    @Test
    void whoComesLateSeesTheSameAndWhoReadsBackStaysInTheScene() throws IOException {
        try (var screens = open()) {
            var presenter = screens.presenter();
            var phone = screens.phone();
            String own = scene(presenter);
            presenter.ask("level", "simple");
            presenter.waitUntil("localStorage.getItem('orrery.level') === 'simple'");
            screens.hall().waitForStep("start");
            assertThat((boolean) screens.hall().page().evaluate(HAS_SIMPLE_TEXTS))
                    .isFalse();
            String caption = screens.hall().page().locator(HALL_CAPTION).textContent();
            presenter.ask("tourStart", Map.of("tour", "how-it-sorts", "route", 5, "beat", THIRD));
            shown(screens, THIRD, 0);
            // The hall, which nobody has set to a level, is told in that of whoever gives the tour.
            screens.hall().waitUntil(HAS_SIMPLE_TEXTS);
            try (var late = venue.screen(390, 844)) {
                late.open(venue.links().audience());
                shown(late, THIRD, 0);
                waitForSameScene(late, presenter);
                assertThat(title(late))
                        .isEqualTo(served("en", THIRD).get("title").textValue());
                assertThat(late.errors()).isEmpty();
            }

            String before = scene(phone);
            Locator back = phone.page().locator("orrery-tour-line[thin] button").first();
            back.click();
            waitForTitle(phone, served("de", SECOND).get("title").textValue());
            assertThat(scene(phone)).isEqualTo(before);
            phone.page().locator(CARD + " .note button").click();
            waitForTitle(phone, served("de", THIRD).get("title").textValue());
            back.click();
            waitForTitle(phone, served("de", SECOND).get("title").textValue());
            presenter.ask("tourGo", Map.of("beat", RANGE));
            shown(screens, RANGE, 0);
            assertThat(title(phone)).isEqualTo(served("de", SECOND).get("title").textValue());
            assertThat(scene(phone)).isEqualTo(scene(presenter));
            phone.press("Escape");
            waitForTitle(phone, served("de", RANGE).get("title").textValue());

            // What the tour has shown ends with it, and so does what it has set.
            assertThat(scene(presenter)).isNotEqualTo(own);
            presenter.page().locator(CARD + " .below button").click();
            for (Screen each : screens.all()) {
                each.waitUntil("!orrery.tour().isShown");
                Screen.waitUntilGone(each.page().locator("orrery-tour-card, orrery-tour-line, orrery-tour-notes"));
                each.page().waitForCondition(() -> scene(each).equals(own));
                assertThat(each.errors()).isEmpty();
            }
            screens.hall()
                    .page()
                    .locator(HALL_CAPTION, new Page.LocatorOptions().setHasText(caption))
                    .waitFor();
            presenter.page().locator("orrery-step-card h1").waitFor();
        }
    }

    /** Starts a tour; the room goes to another step while the tour is on its way. */
    private static void startWhileTheRoomChanges(Screen presenter, String tour) {
        // A route that ends after one request lets go of that request, too.
        var asked = new AtomicReference<Route>();
        String request = "**/api/tours/" + tour + "?*";
        presenter.page().route(request, asked::set);
        presenter.ask("tourStart", Map.of("tour", tour, "route", 5));
        presenter.page().waitForCondition(() -> asked.get() != null);
        presenter.go("embed");
        presenter.scene().waitForPanels("embed");
        asked.get().resume();
        presenter.page().unroute(request);
    }

    /** The phone's person reads German and Simple. */
    private static RoomScreens open() {
        var screens = new RoomScreens(venue.screen(1600, 900), venue.screen(1024, 768), venue.screen(390, 844));
        screens.presenter().open(venue.links().presenter());
        screens.hall().open(venue.links().screen());
        screens.phone().open(venue.links().audience() + "#lang=de&level=simple");
        screens.presenter().begin();
        return screens;
    }

    /** Waits until all show a step of a beat, and the same of the model. */
    private static void shown(RoomScreens screens, String beat, int at) {
        screens.all().forEach(each -> shown(each, beat, at));
        screens.all().forEach(each -> waitForSameScene(each, screens.presenter()));
    }

    private static void shown(Screen screen, String beat, int at) {
        screen.waitUntil("(({beat, at, isShown, hasFacts}) => isShown && beat.key === '" + beat + "' && at === " + at
                + " && hasFacts && orrery.walk().step === beat.scene.steps[" + at + "])(orrery.tour())");
    }

    private static void waitForSameScene(Screen screen, Screen presenter) {
        screen.page().waitForCondition(() -> scene(screen).equals(scene(presenter)));
    }

    private static String scene(Screen screen) {
        return screen.scene().text(SCENE);
    }

    /** Presses the bar of a beat on the timeline. */
    private static void scrub(Screen screen, int index) {
        screen.rest();
        var bar = screen.page().locator("orrery-tour-line .beat").nth(index).boundingBox();
        screen.page().mouse().click(bar.x + 2, bar.y + bar.height / 2);
    }

    private static String title(Screen screen) {
        return screen.page().locator(CARD + " h1").innerText().strip();
    }

    private static void waitForTitle(Screen screen, String title) {
        screen.page().waitForCondition(() -> title(screen).equals(title));
    }

    private static String text(Screen screen) {
        return screen.page().locator(CARD + " .text").innerText().replace('\n', ' ');
    }

    /** A beat as the server sends it. */
    private static JsonNode served(String language, String beat) throws IOException {
        JsonNode tour = new JsonMapper()
                .readTree(URI.create(venue.address("/api/tours/how-it-sorts?lang=" + language))
                        .toURL());
        String[] name = beat.split("/");
        return each(tour.get("chapters"))
                .filter(chapter -> chapter.get("id").textValue().equals(name[0]))
                .flatMap(chapter -> each(chapter.get("beats")))
                .filter(one -> one.get("id").textValue().equals(name[1]))
                .findFirst()
                .orElseThrow();
    }

    /** The longest words of a beat that are neither a fact nor marked up. */
    private static String words(JsonNode beat, String level) {
        return each(beat.get("texts").get(level))
                .flatMap(block -> each(block.path("p")))
                .filter(JsonNode::isTextual)
                .map(words -> words.textValue().strip())
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
