package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.safetensors.Safetensors;
import io.orrery.web.rooms.Links;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The presenter moves the slider over the checkpoints of the sorting model: every screen shows the weights of that update. */
class CheckpointRoomTest {
    private static final String STEP = "blocks.1.attn.pattern";
    private static final String NOTE = "orrery-checkpoint-note";

    /** The slider's positions: the twelve checkpoints, then the end of the training. */
    private static final int AFTER_100 = 100;

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void everyScreenShowsTheWeightsOfTheChosenUpdateAtTheSameStep() throws Exception {
        Links room = venue.newRoom();
        try (var opened = RoomScreens.in(room, venue);
                var late = venue.screen(1024, 768)) {
            var screens = opened.all();
            var presenter = opened.presenter();
            presenter.go(STEP);
            for (Screen screen : screens) {
                screen.waitForStep(STEP);
                screen.scene().read("(window.firstMachine = orrery.scene().machine)");
            }

            presenter.ask("checkpoints");
            var slider = presenter.page().locator("orrery-checkpoints input");
            slider.fill(String.valueOf(AFTER_100));

            for (Screen screen : screens) {
                assertShows(screen, 100);
                assertThat(screen.scene().read("window.firstMachine === orrery.scene().machine"))
                        .as("whether the machine stays, and only its cells change")
                        .isEqualTo(true);
            }
            late.open(room.audience());
            assertShows(late, 100);
            assertThat(trace(late))
                    .isEqualTo(trace(presenter))
                    .isEqualTo(trace(opened.hall()))
                    .isEqualTo(trace(opened.phone()));
            presenter
                    .page()
                    .locator("orrery-checkpoints .score")
                    .getByText("With these weights it sorts 642 of all 729 inputs.")
                    .waitFor();

            // The arrow keys move the slider while it has the focus, and not the walk.
            slider.press("ArrowRight");
            var all = List.of(presenter, opened.hall(), opened.phone(), late);
            for (Screen screen : all) {
                assertShows(screen, 150);
            }
            slider.press("End");
            for (Screen screen : all) {
                Screen.waitUntilGone(screen.page().locator(NOTE));
                screen.waitForStep(STEP);
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    @Test
    void pageWithoutARoomKeepsTheCheckpointInItsLinkAndOverAReload() throws Exception {
        try (var alone = venue.screen(1600, 900)) {
            alone.open(venue.links().solo() + "#preset=nano-sort@25&step=" + STEP);
            assertShows(alone, 25);

            alone.page().reload();

            assertShows(alone, 25);
            alone.ask("checkpoints");
            alone.page().locator("orrery-checkpoints input").press("Home");
            assertShows(alone, 0);
            assertThat(alone.errors()).isEmpty();
        }
    }

    /** Waits until a screen says and shows the weights after so many updates, and compares the drawn cells with the file. */
    private static void assertShows(Screen screen, int update) throws Exception {
        screen.page()
                .locator(NOTE)
                .getByText("Weights after " + update + " of 1,000 updates")
                .waitFor();
        screen.waitUntil("orrery.walk().model.checkpoint?.update === " + update
                + " && ['rounded', 'exact'].includes(orrery.walk().weights)");
        screen.waitForStep(STEP);
        screen.rest();
        var file = Path.of("..", "presets", "nano-sort", "checkpoints", update + ".safetensors");
        try (var weights = Safetensors.open(file)) {
            String prefix = weights.names().contains("wte.weight") ? "" : "transformer.";
            assertThat(screen.scene().drawn("embed.W_E")).isEqualTo(weights.read(prefix + "wte.weight"));
            assertThat(screen.scene().drawn("blocks.2.ln2.w")).isEqualTo(weights.read(prefix + "h.2.ln_2.weight"));
            assertThat(screen.scene().drawn("pos_embed.W_pos")).isEqualTo(weights.read(prefix + "wpe.weight"));
        }
    }

    private static String trace(Screen screen) {
        return screen.scene().traceId();
    }
}
