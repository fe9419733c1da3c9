package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tour that is read aloud, and one that a kiosk loops. Its voice is the test's, and so is the clock. */
class TourFilmTest {
    /** Stands in for the browser's voices: it notes what it is given, and its sentences end when the test says so. */
    private static final String VOICE = """
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        window.spoken = [];
        window.voice = {
          now: null,
          voices: %s,
          getVoices() { return this.voices; },
          addEventListener() {},
          speak(utterance) {
            window.spoken.push([utterance.voice.name, utterance.rate, utterance.text].join(': '));
            this.now = utterance;
            if (window.refuses) setTimeout(() => utterance.onerror({error: 'not-allowed'}));
          },
          cancel() { const {now} = this; this.now = null; now?.onerror({error: 'canceled'}); },
          end() { const {now} = this; this.now = null; now.onend(); },
        };
        Object.defineProperty(window, 'speechSynthesis', {value: window.voice});
        """;

    private static final String VOICES = """
        [{name: 'Far', lang: 'en-GB', voiceURI: 'far', localService: false, default: true}, {name: 'Ada', lang: 'en_GB', voiceURI: 'ada', localService: true},
         {name: 'Bob', lang: 'en-US', voiceURI: 'bob', localService: true}, {name: 'Eva', lang: 'de-DE', voiceURI: 'eva', localService: true}]\
        """;

    /** The sentence that is read, as it stands on the screen. */
    private static final String SENTENCE =
            "(document.querySelector('orrery-film')?.shadowRoot.querySelector('p')?.textContent.trim() ?? '')";

    @RegisterExtension
    static final Venue venue = TourVenue.forAllTests();

    private static Screen screen(String voices) {
        Screen screen = venue.screen(1600, 900);
        screen.page().addInitScript(VOICE.formatted(voices));
        return screen;
    }

    /** Opens the first beat; from then on the page's clock is the test's. */
    private static void open(Screen screen) {
        TourVenue.open(venue, screen, "attention/one-score");
        stopClock(screen);
    }

    /** Time passes on the page only when the test says so, as its machine may be slow. */
    private static void stopClock(Screen screen) {
        screen.page().clock().install();
        screen.page().clock().pauseAt(((Number) screen.page().evaluate("() => Date.now()")).longValue() + 20_000);
    }

    /** Lets time pass until a beat is there, a moment at a time: what comes from the server meanwhile takes no time of the page. */
    private static void runTo(Screen screen, String beat) {
        for (int n = 0; n < 60 && !isAt(screen, beat); n++) {
            screen.page().clock().runFor(1_000);
            screen.waitUntil("orrery.tour()?.moving === false");
        }
        TourVenue.waitForBeat(screen, beat);
    }

    private static void speaks(Screen screen, String text) {
        screen.waitFor("text => window.voice.now?.text === text", text);
    }

    private static void endSentence(Screen screen) {
        screen.page().evaluate("() => window.voice.end()");
    }

    private static int count(Screen screen) {
        return (int) screen.page().evaluate("() => window.spoken.length");
    }

    private static void isSilent(Screen screen) {
        screen.waitUntil("window.voice.now === null");
        assertThat(screen.page().locator("orrery-film p").count()).isZero();
    }

    @Test
    void beatsAreReadAloudAndTheTourGoesOnWhenTheLastSentenceEnds() {
        try (var screen = screen(VOICES)) {
            open(screen);
            assertThat(count(screen)).as("off by default").isZero();
            screen.page().locator("orrery-tour-line").getByLabel("Read aloud").click();
            speaks(screen, "Which one it reads.");
            // a voice that would send the text elsewhere is not used
            assertThat(screen.page().locator("orrery-film option").allTextContents())
                    .containsExactly("Ada", "Bob");
            assertThat(screen.page().locator("orrery-film p").innerText()).isEqualTo("Which one it reads.");
            screen.page().locator("orrery-film select").selectOption("bob");
            screen.waitUntil("window.spoken.at(-1) === 'Bob: 1: Which one it reads.'");
            screen.page().locator("orrery-film").getByText("Captions").click();
            Screen.waitUntilGone(screen.page().locator("orrery-film p"));
            screen.page().locator("orrery-film").getByText("Captions").click();

            // pausing ends the sentence, going on begins the beat again
            screen.page().locator("orrery-tour-line").getByLabel("Stop").click();
            isSilent(screen);
            screen.page().locator("orrery-tour-line").getByLabel("Play").click();
            speaks(screen, "Which one it reads.");
            // a hidden tab is silent, and goes on when it is seen again
            hide(screen, true);
            isSilent(screen);
            hide(screen, false);
            speaks(screen, "Which one it reads.");

            // all sentences, then the question, which is told after a while
            String question = "";
            for (int n = 0; !question.endsWith("?") && n < 20; n++) {
                endSentence(screen);
                screen.waitUntil("window.voice.now !== null");
                question = (String) screen.page().evaluate("() => window.voice.now.text");
            }
            endSentence(screen);
            screen.page().clock().runFor(6_100);
            screen.waitUntil("orrery.tour().isTold");
            screen.page().clock().runFor(8_100);
            TourVenue.waitForBeat(screen, "attention/what-next");
            speaks(screen, "What it writes.");

            // whoever goes on by a key hears the next beat; at another speed it is begun again
            screen.ask("tourGo", Map.of("beat", "doing/own-text"));
            TourVenue.waitForBeat(screen, "doing/own-text");
            screen.waitUntil("window.voice.now?.text === orrery.tour().beat.title + '.'");
            screen.ask("tourSpeed", 2);
            screen.waitUntil("window.spoken.at(-1) === 'Bob: 2: ' + orrery.tour().beat.title + '.'");
            screen.ask("tourEnd");
            isSilent(screen);
            Screen.waitUntilGone(screen.page().locator("orrery-film"));
            int before = count(screen);
            screen.ask("tourStart", Map.of("tour", "acts"));
            TourVenue.waitForBeat(screen, "attention/one-score");
            assertThat(count(screen))
                    .as("another tour is not read unless somebody asks for it")
                    .isEqualTo(before);
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static void hide(Screen screen, boolean on) {
        screen.page()
                .evaluate(
                        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
                                + " document.dispatchEvent(new Event('visibilitychange')); }",
                        on);
    }

    @Test
    void withoutAVoiceEachSentenceStandsForTheTimeOfReading() {
        try (var screen = screen("[]")) {
            open(screen);
            screen.page().locator("orrery-tour-line").getByLabel("Read aloud").click();
            screen.page()
                    .locator("orrery-film")
                    .getByText("has no voice for this language")
                    .waitFor();
            // a notice stands above the film's sentence and buttons, between the columns
            screen.ask("talkList", true);
            screen.ask("talkUndo");
            screen.ask("talkJump");
            screen.page().locator(".notice").waitFor();
            screen.waitUntil("(() => { const box = selector =>"
                    + " document.querySelector(selector).getBoundingClientRect(); const film ="
                    + " document.querySelector('orrery-film'); const notice = box('.notice');"
                    + " return [...film.shadowRoot.querySelectorAll('p, div')].every(part =>"
                    + " notice.bottom <= part.getBoundingClientRect().top) && notice.left >="
                    + " box('.left').right; })()");
            screen.ask("talkList", false);
            screen.page()
                    .locator("orrery-film p")
                    .getByText("Which one it reads.")
                    .waitFor();
            screen.page().clock().runFor(1_600);
            screen.waitUntil("!['Which one it reads.', ''].includes(" + SENTENCE + ")");
            runTo(screen, "attention/what-next");
            screen.page().locator("orrery-film p").getByText("What it writes.").waitFor();
            screen.page().locator("orrery-film").getByLabel("Read no longer").click();
            Screen.waitUntilGone(screen.page().locator("orrery-film"));
            assertThat(count(screen)).isZero();
        }
    }

    @Test
    void aKioskLoopsIsTakenOverByATouchAndBeginsAnewAfterNinetyQuietSeconds() {
        try (var screen = screen("[]")) {
            // the tour comes when the clock is the test's
            var asked = new ArrayList<Route>();
            screen.page().route("**/api/tours/acts?*", asked::add);
            screen.page().navigate(venue.links().solo() + "#kiosk=acts");
            screen.page().locator("orrery-kiosk").getByText("Touch the screen").waitFor();
            screen.scene().waitUntilStill();
            stopClock(screen);
            screen.page().unroute("**/api/tours/acts?*");
            asked.forEach(Route::resume);
            TourVenue.waitForBeat(screen, "attention/one-score");
            // whoever sets it up is told; visitors can do nothing about it
            screen.page()
                    .locator(".notice")
                    .getByText("no voice for this language")
                    .waitFor();
            assertThat(screen.page().locator("orrery-kiosk").innerText()).doesNotContain("voice");
            assertThat(screen.page()
                            .locator("orrery-tour-line, orrery-top-bar, orrery-tools")
                            .count())
                    .isZero();
            // a tool is as large as in the hall, and has nothing to press
            screen.ask("why", "lens");
            var tool = screen.page().locator("orrery-why");
            tool.locator("section.hall").waitFor();
            assertThat(tool.locator("button").count()).isZero();
            screen.ask("why", "lens");
            Screen.waitUntilGone(tool.locator("section"));
            for (String beat : List.of(
                    "attention/what-next",
                    "doing/own-text",
                    "doing/switch-off",
                    "doing/training",
                    "attention/one-score")) {
                runTo(screen, beat);
            }

            screen.page().mouse().click(800, 400);
            screen.page().locator("orrery-tour-line").waitFor();
            assertThat(screen.page().url()).contains("#kiosk=acts").doesNotContain("tour=");
            // an open act asks first whether to go on
            screen.page().locator("orrery-tour-line .filled").click();
            screen.page().locator("orrery-tour-line .filled").click();
            TourVenue.waitForBeat(screen, "attention/what-next");
            screen.page().getByLabel("Light or dark").click();
            screen.waitUntil("localStorage.getItem('orrery.theme') !== null");
            screen.press("k");
            screen.page().locator("orrery-talk .row").waitFor();
            screen.press("Control+k");
            screen.page().locator("orrery-find dialog[open]").waitFor();
            screen.page().clock().runFor(60_000);
            screen.press("Shift");
            screen.page().clock().runFor(76_000);
            screen.page().getByText("This begins anew in a moment").waitFor();
            assertThat(screen.page().locator("orrery-kiosk").count()).isZero();
            screen.page().clock().runFor(15_000);
            screen.page().locator("orrery-kiosk").getByText("Touch the screen").waitFor();
            TourVenue.waitForBeat(screen, "attention/one-score");
            Screen.waitUntilGone(screen.page().locator("orrery-find dialog[open]"));
            screen.waitUntil("localStorage.getItem('orrery.theme') === null");
            // the next visitor finds no talk of the last one
            screen.page().mouse().click(800, 400);
            screen.page().locator("orrery-tour-line").waitFor();
            assertThat(screen.page().locator("orrery-talk").count()).isZero();
            screen.press("Shift+K");
            screen.page().locator("orrery-talk").getByText("no beats yet").waitFor();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void aKioskNamesWhatIsMissingAndGoesOnTrying() {
        try (var screen = screen(VOICES)) {
            screen.page().addInitScript("window.refuses = true");
            screen.page().navigate(venue.links().solo() + "#kiosk=nowhere");
            screen.page()
                    .locator("orrery-kiosk")
                    .getByText("There is no tour “nowhere” here.")
                    .waitFor();

            screen.page().navigate("about:blank");
            screen.page().route("**/api/tours/acts?*", Route::abort);
            screen.page().navigate(venue.links().solo() + "#kiosk=acts");
            screen.page()
                    .locator("orrery-kiosk")
                    .getByText("This screen tries again by itself.")
                    .waitFor();
            screen.page().unroute("**/api/tours/acts?*");
            TourVenue.waitForBeat(screen, "attention/one-score");
            screen.page()
                    .locator("orrery-kiosk")
                    .getByText("after the first touch")
                    .waitFor();

            // the server is lost between two beats: this one has a run of its own
            screen.page().navigate("about:blank");
            screen.page().navigate(venue.links().solo() + "#kiosk=how-it-sorts&route=60");
            TourVenue.waitForBeat(screen, "machine/question");
            screen.page().route("**/api/traces", Route::abort);
            screen.ask("tourGo", Map.of("beat", "heads/without"));
            screen.page().locator("orrery-kiosk [role=alert]").waitFor();
            screen.page().unroute("**/api/traces");
            screen.page().locator("orrery-kiosk .said:not([role]):not(:empty)").waitFor();
            TourVenue.waitForBeat(screen, "machine/question");
        }
    }

    private static boolean isAt(Screen screen, String beat) {
        return (boolean) screen.scene().read("orrery.tour()?.beat?.key === given", beat);
    }
}
