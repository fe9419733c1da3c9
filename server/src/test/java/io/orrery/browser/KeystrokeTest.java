package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A press of the next key on the presenter's page and on others, with motion. */
class KeystrokeTest {
    /**
     * Presses a key, waits for the next animation frame, and returns what the page showed before it and in it. The time at
     * which the scene will start to move has no sign on the page: it is read from the page's event for its scene.
     */
    private static final String PRESS = """
        async key => {
          const app = document.querySelector('orrery-app');
          const all = (root, selector) => [...root.querySelectorAll(selector),
            ...[...root.querySelectorAll('*')].filter(e => e.shadowRoot).flatMap(e => all(e.shadowRoot, selector))];
          const read = selector => all(app, selector).flatMap(e => all(e.shadowRoot ?? e, '*'))
            .map(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join(''))
            .filter(words => words).join(' ');
          const seen = () => ({card: read('orrery-step-card'), here: all(app, '[aria-current=step]').map(e => e.innerHTML).join('')});
          const shows = [];
          orrery.onStep(each => shows.push(each));
          const before = seen(), pressedAt = performance.now();
          window.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
          await new Promise(requestAnimationFrame);
          const after = seen();
          for (let i = 0; i < 200 && shows.length === 0; i++) await new Promise(r => setTimeout(r, 50));
          return {before, after, shown: shows[0]?.step ?? null,
            startsAfterThePress: (shows[0]?.startAt ?? -1) > pressedAt};
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    @Test
    @SuppressWarnings("unchecked")
    void cardAndRailChangeInTheNextFrameAndMotionBeginsAtTheSharedStart() {
        String audience = venue.links().audience();
        try (var presenter = venue.screen(1100, 760, true);
                var attendee = venue.screen(640, 480, true)) {
            presenter.open(venue.links().presenter());
            attendee.open(audience);
            // a start is a time of the server's clock
            presenter.waitUntil("typeof orrery.room()?.clock.roundTrip === 'number'");
            for (String step : List.of("cut", "embed", "pos_embed")) {
                var press = (Map<String, Object>) presenter.page().evaluate(PRESS, "ArrowRight");
                var before = (Map<String, String>) press.get("before");
                var after = (Map<String, String>) press.get("after");
                assertThat(presenter.step()).isEqualTo(step);
                assertThat(after.get("card")).isNotEqualTo(before.get("card"));
                assertThat(after.get("here")).isNotEqualTo(before.get("here")).isNotEmpty();
                assertThat(press.get("shown")).isEqualTo(step);
                assertThat(press.get("startsAfterThePress")).isEqualTo(true);
                attendee.waitForStep(step);
            }
        }
    }

    @Test
    void attendeesKeysMoveNothing() {
        String audience = venue.links().audience();
        try (var presenter = venue.screen(1100, 760);
                var attendee = venue.screen(640, 480)) {
            presenter.open(venue.links().presenter());
            attendee.open(audience);
            String step = presenter.step();
            for (String key : List.of("ArrowRight", "PageDown", "Enter", " ", "g", "b", "o")) {
                attendee.press(key);
            }
            // There and back: by then any effect of the attendee's keys would have reached both pages.
            presenter.press("ArrowRight");
            assertThat(presenter.step()).isNotEqualTo(step);
            attendee.waitForStep(presenter.step());
            presenter.press("ArrowLeft");
            attendee.waitForStep(step);
            presenter.waitForHeading(step);
            assertThat(attendee.step()).isEqualTo(step);
        }
    }
}
