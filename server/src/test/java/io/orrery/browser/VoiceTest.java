package io.orrery.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A presenter's voice, from the browser's made-up microphone, which beeps once a second, to the replay. */
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
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
          window.heard = this;
          return play.call(this);
        };\
        """;

    @Test
    void aVoiceThatIsRecordedThroughAReloadIsHeardInTheReplayWithItsCaptions() {
        try (var screen = venue.screen(1280, 800)) {
            Page page = screen.page();
            page.addInitScript(HEARD);
            screen.open(venue.links().presenter());
            page.evaluate("document.querySelector('orrery-app').conductor.command({do: 'record', title: 'Spoken'})");
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
            page.evaluate("document.querySelector('orrery-app').conductor.command({do: 'record-stop'})");
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

            // both pieces are heard, each at its time
            page.evaluate("(pieces) => { window.pieces = JSON.parse(pieces); }", pieces);
            screen.ask("replayTo", 0);
            page.locator("orrery-player .play").click();
            for (int piece = 0; piece < 2; piece++) {
                // a busy page may come to the piece's end before the voice is fetched: then it is played once more
                screen.waitFor(
                        "(n) => { const {t, length} = pieces[n], app = document.querySelector('orrery-app'), now ="
                                + " app.ports.replay.t, ms = (window.heard?.currentTime ?? 0) * 1000; if (now < t || now >"
                                + " t + length) app.dispatchEvent(new CustomEvent('ask', {detail: {action: 'replayTo',"
                                + " value: t + 1}})); return window.heard && !heard.paused && ms > t + 100 && ms < t +"
                                + " length && Math.abs(ms - now) <= 50; }",
                        piece);
            }
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Waits for a condition that the page has to ask for. @param condition JavaScript, which may wait */
    private static void until(Page page, String condition) {
        page.evaluate("async () => { for (let tries = 0; tries < 300; tries++) { if (" + condition
                + ") return; await new Promise((soon) => setTimeout(soon, 50)); } throw new Error('It did not"
                + " come.'); }");
    }

    /** Records the voice, until it is heard. */
    private static void speak(Locator voice) {
        voice.locator("summary").click();
        voice.locator("[data-do=begin]").click();
        assertThat(voice.locator("summary")).hasText("Voice: being recorded");
    }
}
