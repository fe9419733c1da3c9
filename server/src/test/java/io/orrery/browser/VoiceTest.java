package io.orrery.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A presenter's voice, from the browser's made-up microphone, which beeps once a second, to the replay. */
@Timeout(300)
class VoiceTest {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    /** The pieces of the voice that this browser keeps. */
    private static final String KEPT = """
        (await new Promise((resolve) => {
          const opening = indexedDB.open('orrery-voice', 1);
          opening.onsuccess = () => {
            const base = opening.result;
            if (!base.objectStoreNames.contains('pieces')) return base.close(), resolve([]);
            const asked = base.transaction('pieces').objectStore('pieces').getAll();
            asked.onsuccess = () => (base.close(), resolve(asked.result));
          };
        }))\
        """;

    /** Remembers the element that plays, which is in no document. */
    private static final String HEARD = """
        const Made = window.Audio;
        window.Audio = function () {
          return (window.heard = new Made());
        };\
        """;

    /** Whether a piece is on the time line of what plays, within 50 ms of its time. */
    private static final String IS_THERE = """
        (n) => {
          const { t, length } = pieces[n], { buffered } = window.heard;
          const near = (a, b) => Math.abs(a * 1000 - b) <= 50;
          return Array.from({ length: buffered.length }).some((_, i) => near(buffered.start(i), t) && buffered.end(i) * 1000 > t + length / 2);
        }\
        """;

    /** Whether some of a piece has been played. */
    private static final String IS_HEARD = """
        (n) => {
          const { t, length } = pieces[n], { played } = window.heard;
          return Array.from({ length: played.length }).some((_, i) => played.end(i) * 1000 > t + 1 && played.start(i) * 1000 < t + length);
        }\
        """;

    /** Plays, or pauses. At the end the replay pauses by itself. */
    private static final String PRESS_PLAY = """
        (plays) => {
          if (orrery.replay().playing !== plays) document.querySelector('orrery-player').shadowRoot.querySelector('.play').click();
        }\
        """;

    /** An assertion waits as long as everything else. */
    @BeforeAll
    static void waitLongEnough() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @Test
    void aVoiceThatIsRecordedThroughAReloadIsHeardInTheReplayWithItsCaptions() throws Exception {
        try (var screen = venue.screen(1280, 800)) {
            Page page = screen.page();
            page.addInitScript(HEARD);
            screen.open(venue.links().presenter());
            screen.press("Shift+R");
            Locator voice = page.locator("orrery-voice");
            speak(voice);
            String manifest = "(await (await fetch('/api/recordings/"
                    + screen.scene().text("orrery.room().state.parts.recording.id") + "')).json())";
            until(page, KEPT + ".some(({length}) => length >= 900)");
            Object first = page.evaluate("async () => " + KEPT + "[0].part");

            page.reload();
            assertThat(voice.locator("summary")).hasText("Voice: not recorded");
            speak(voice);
            until(page, KEPT + ".some(({part, length}) => part > " + first + " && length >= 900)");
            voice.locator("[data-do=end]").click();
            // what had begun before the reload is sent, too, once nobody adds to it
            until(page, manifest + ".voice.length === 2 && " + KEPT + ".length === 0");
            String pieces = page.evaluate("async () => JSON.stringify(" + manifest + ".voice)")
                    .toString();
            String id = page.evaluate("async () => " + manifest + ".id").toString();
            screen.ask("recordStop");
            screen.waitUntil("!orrery.room().state.parts.recording?.on");

            page.navigate("about:blank");
            String key = URI.create(venue.links().presenter()).getFragment();
            page.navigate(venue.address("/replay/" + id + "#" + key));
            page.locator("orrery-player [data-do=captions]").click();
            Locator editor = page.locator("orrery-captions");
            editor.locator("[data-do=add]").click();
            editor.locator("textarea").fill("A <b>beep</b> & another");
            editor.locator("textarea").blur();
            editor.locator("[data-do=save]").click();
            assertThat(editor.locator("[role=status]")).hasText("Saved. Everybody sees them now.");
            page.locator("orrery-player select").first().selectOption("en");
            assertThat(page.locator("orrery-caption p")).hasText("A <b>beep</b> & another");

            savesAsAFileWithoutTheNumbers(page);

            // both pieces are heard, each at its time
            page.evaluate("(pieces) => { window.pieces = JSON.parse(pieces); }", pieces);
            for (int piece = 0; piece < 2; piece++) {
                screen.ask("replayTo", page.evaluate("(n) => pieces[n].t + 1", piece));
                // the replay goes on without a piece that comes late
                screen.waitFor(IS_THERE, piece);
                page.evaluate(PRESS_PLAY, true);
                screen.waitFor(IS_HEARD, piece);
                page.evaluate(PRESS_PLAY, false);
            }

            // on a phone the editor is in another tab than its button, and comes to the front
            page.setViewportSize(390, 844);
            screen.chooseTab("Replay");
            Locator captions = page.locator("orrery-stack orrery-player [data-do=captions]");
            captions.click();
            assertThat(captions).hasAttribute("aria-pressed", "false");
            captions.click();
            assertThat(editor.locator("textarea")).hasValue("A <b>beep</b> & another");
            assertThat(editor.locator("h2")).isInViewport();
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Whoever plays it saves it as a file. */
    private static void savesAsAFileWithoutTheNumbers(Page page) throws IOException {
        page.locator("orrery-player .bar").getByText("As a file").click();
        Locator dialog = page.locator("orrery-replay-file");
        // its size is measured first
        dialog.locator("button.filled").waitFor();
        assertThat(dialog.locator("input:enabled")).hasCount(3);
        String whole = dialog.locator("button.filled").innerText();
        dialog.locator("input[name=numbers]").uncheck();
        assertThat(dialog.locator("button.filled")).not().hasText(whole);
        var saved = page.waitForDownload(() -> dialog.locator("button.filled").click());
        assertThat(Files.readString(saved.path())).contains("<orrery-app page=\"replay\"", "id=\"part-captions\"");
        dialog.locator(".row button").click();
        assertThat(dialog.locator("dialog")).isHidden();
    }

    /** Waits for a condition that the page has to ask for. @param condition JavaScript, which may wait */
    private static void until(Page page, String condition) {
        page.evaluate(
                "async () => { while (!(" + condition + ")) await new Promise((soon) => setTimeout(soon, 50)); }");
    }

    /** Records the voice, until it is heard. */
    private static void speak(Locator voice) {
        voice.locator("summary").click();
        voice.locator("[data-do=begin]").click();
        assertThat(voice.locator("summary")).hasText("Voice: being recorded");
    }
}
