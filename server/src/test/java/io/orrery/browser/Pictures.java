package io.orrery.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures in {@code docs/pictures}: each view of a real room. Its name is not that of a test, so that it runs only
 * on request: {@code mvn -pl server -am test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Pictures {
    @RegisterExtension
    static final Venue venue = Venue.forAllTests();

    private static final int WIDE = 1600;
    private static final int HIGH = 900;

    @Test
    void ofEachView() throws Exception {
        Path folder = Path.of("..", "docs", "pictures");
        Files.createDirectories(folder);
        String audience = venue.links().audience();
        try (var presenter = venue.screen(WIDE, HIGH);
                var attendee = venue.screen(WIDE, HIGH);
                var projector = venue.screen(1024, 768);
                var phone = venue.screen(390, 844);
                var solo = venue.screen(WIDE, HIGH);
                var landing = venue.screen(WIDE, HIGH)) {
            presenter.open(venue.links().presenter());
            attendee.open(audience);
            projector.open(venue.links().screen());
            phone.open(audience);
            for (int positions = 7; positions <= 11; positions++) {
                presenter.press("g");
                presenter.waitForPositions(positions);
            }
            presenter.go("blocks.0.attn.qkv");
            for (var screen : List.of(presenter, attendee, projector, phone)) {
                screen.waitForPositions(11);
                screen.waitForStep("blocks.0.attn.qkv");
            }
            presenter.picture(folder.resolve("presenter.png"));
            projector.picture(folder.resolve("projector.png"));
            phone.picture(folder.resolve("phone.png"));
            presenter.go("blocks.0.attn.scores");
            attendee.waitForStep("blocks.0.attn.scores");
            attendee.picture(folder.resolve("attendee.png"));
            solo.open(venue.links().solo());
            solo.go("blocks.0.mlp.post");
            solo.waitForStep("blocks.0.mlp.post");
            solo.picture(folder.resolve("solo.png"));
            landing.open(venue.address("/"));
            landing.picture(folder.resolve("landing.png"));
        }
    }
}
