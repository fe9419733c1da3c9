package io.orrery.browser;

import io.orrery.model.Presets;
import io.orrery.web.ServerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures in {@code docs/pictures}: each view of a real room. Its name is not that of a test, so that it runs only
 * on request: {@code mvn -pl server -am test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Pictures {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests(new ServerOptions("127.0.0.1", 0, Presets.served(), Optional.empty()));

    private static final int WIDE = 1600;
    private static final int HIGH = 900;

    @Test
    void ofEachView() throws Exception {
        Path folder = Path.of("..", "docs", "pictures");
        Files.createDirectories(folder);
        String audience = venue.links().audience();
        try (var presenter = venue.drawnScreen(WIDE, HIGH);
                var attendee = venue.drawnScreen(WIDE, HIGH);
                var projector = venue.drawnScreen(1024, 768);
                var phone = venue.drawnScreen(390, 844);
                var solo = venue.drawnScreen(WIDE, HIGH);
                var landing = venue.drawnScreen(WIDE, HIGH)) {
            presenter.open(venue.links().presenter());
            attendee.open(audience);
            projector.open(venue.links().screen());
            phone.open(audience);
            presenter.waitForPositions(14);
            presenter.go("blocks.1.attn.pattern");
            presenter.waitForStep("blocks.1.attn.pattern");
            // to the head that copies
            for (int head = 1; head < 4; head++) {
                presenter.press("]");
            }
            for (var screen : List.of(presenter, attendee, projector, phone)) {
                screen.waitForPositions(14);
                screen.waitForStep("blocks.1.attn.pattern");
                screen.waitUntil("orrery.scene().focus.head === 3");
            }
            presenter.picture(folder.resolve("presenter.png"));
            projector.picture(folder.resolve("projector.png"));
            phone.picture(folder.resolve("phone.png"));
            presenter.go("blocks.0.attn.scores");
            attendee.waitForStep("blocks.0.attn.scores");
            attendee.picture(folder.resolve("attendee.png"));
            presenter.ask("tourStart", Map.of("tour", "why-lily", "route", 60, "beat", "looks/ribbon"));
            presenter.waitUntil("orrery.tour()?.hasFacts");
            presenter.rest();
            presenter.picture(folder.resolve("tour.png"));
            String recording = recordBeats(presenter);
            solo.open(venue.links().solo());
            solo.go("blocks.0.mlp.post");
            solo.waitForStep("blocks.0.mlp.post");
            solo.picture(folder.resolve("solo.png"));
            solo.ask("why", "attribution");
            solo.page().locator("orrery-why-votes .sum").first().waitFor();
            solo.rest();
            solo.picture(folder.resolve("why.png"));
            takeGradients(solo, folder.resolve("update.png"));
            landing.open(venue.address("/"));
            landing.picture(folder.resolve("landing.png"));
            String key = URI.create(venue.links().presenter()).getFragment();
            landing.open(venue.address("/replay/" + recording + "#" + key));
            landing.press("PageDown");
            landing.waitUntil("orrery.isStill()");
            landing.press("PageDown");
            landing.waitUntil("orrery.isStill()");
            landing.rest();
            landing.picture(folder.resolve("replay.png"));
        }
    }

    /** Records some beats of the tour that is shown. @return the id of the recording */
    private static String recordBeats(Screen presenter) {
        presenter.ask("record");
        presenter.waitUntil("orrery.room().state.parts.recording?.on");
        String id = presenter.scene().text("orrery.room().state.parts.recording.id");
        for (int beat = 0; beat < 4; beat++) {
            presenter.press("PageDown");
            presenter.rest();
            // a beat is as wide in the replay as it lasted
            presenter.page().waitForTimeout(2000 + 1000.0 * beat);
        }
        presenter.ask("recordStop");
        presenter.waitUntil("!orrery.room().state.parts.recording?.on");
        return id;
    }

    /** The gradients of an update, in the sorting model's machine. */
    private static void takeGradients(Screen solo, Path file) throws Exception {
        solo.open(venue.links().solo() + "#prompt=CBABBC");
        solo.ask("train");
        solo.waitUntil("orrery.walk().training?.update >= 40");
        solo.ask("trainPause");
        solo.waitUntil("orrery.walk().training.running === false");
        solo.ask("trainLook", "gradients");
        solo.page().locator("orrery-update .figure.reading").waitFor();
        solo.scene().waitUntilStill();
        solo.rest();
        solo.picture(file);
    }
}
