package io.orrery.browser;

import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures in {@code docs/pictures}: each view, from a real room. Its name is not that of a test, so that it runs
 * only when it is asked for: {@code mvn -pl server -am test -Dtest=Pictures -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Pictures {
    private static final int WIDE = 1600;
    private static final int HIGH = 900;

    @Test
    void ofEachView() throws Exception {
        Path folder = Path.of("..", "docs", "pictures");
        Files.createDirectories(folder);
        try (var browser = TestBrowser.launch();
                var server = Server.start(
                        new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty()))) {
            String audience = server.links().audience();
            String base = audience.substring(0, audience.indexOf("/r/"));
            try (var presenter = new Screen(browser.browser(), WIDE, HIGH, false, base);
                    var attendee = new Screen(browser.browser(), WIDE, HIGH, false, base);
                    var projector = new Screen(browser.browser(), 1024, 768, false, base);
                    var phone = new Screen(browser.browser(), 390, 844, false, base);
                    var solo = new Screen(browser.browser(), WIDE, HIGH, false, base);
                    var landing = new Screen(browser.browser(), WIDE, HIGH, false, base)) {
                presenter.open(server.links().presenter());
                attendee.open(audience);
                projector.open(server.links().screen());
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
                solo.open(server.links().solo());
                solo.go("blocks.0.mlp.post");
                solo.waitForStep("blocks.0.mlp.post");
                solo.picture(folder.resolve("solo.png"));
                landing.open(base + "/");
                landing.picture(folder.resolve("landing.png"));
            }
        }
    }
}
