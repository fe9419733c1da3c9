package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.train.TrainedSorting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody who walks alone trains the sorting model: the weights in the machine are those of such a training, and stay. */
class TrainingAloneTest {
    private static final String STEP = "blocks.1.attn.pattern";
    private static final String COURSE = "orrery.walk().training";
    private static final String CHECKPOINT = "orrery.walk().model.checkpoint";
    private static final String HAS_WEIGHTS = "['rounded', 'exact'].includes(orrery.walk().weights)";

    /** The default. */
    private static final long SEED = 1;

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void trainingRunsPausesAndLeavesItsWeights() throws Exception {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo() + "#step=" + STEP);
            screen.waitForStep(STEP);
            screen.ask("checkpoints");
            press(screen, "orrery-checkpoints", "Train anew");

            screen.waitUntil(COURSE + "?.update >= 2 && " + CHECKPOINT
                    + "?.passing === true && orrery.walk().weights === 'rounded'");
            screen.page().locator("orrery-training polyline").waitFor();
            press(screen, "orrery-training", "Pause");
            waitForExact(screen);
            int paused = update(screen);
            press(screen, "orrery-training", "One update");
            screen.waitUntil(COURSE + ".update === " + (paused + 1));
            waitForExact(screen);
            assertShowsExactly(screen, paused + 1);
            assertThat(screen.step()).isEqualTo(STEP);

            // A text is typed for weights that stand still.
            press(screen, "orrery-training", "Go on");
            screen.waitUntil(COURSE + ".running === true && " + CHECKPOINT + "?.passing === true");
            screen.ask("prompt");
            screen.page().locator("orrery-prompt #text").waitFor();
            waitForExact(screen);
            int standing = update(screen);
            screen.page().locator("orrery-prompt #text").fill("AACCBB");
            screen.page().locator("orrery-prompt #text").press("Enter");
            screen.waitUntil("orrery.walk().run.text.join('') === 'AACCBB'");
            assertShowsExactly(screen, standing);

            press(screen, "orrery-training", "Look inside an update");
            screen.page().locator("orrery-update-line button.filled").click();
            screen.page()
                    .locator("orrery-update")
                    .getByText("A should come next. The model gives it")
                    .waitFor();
            screen.press("ArrowRight");
            var training = TrainedSorting.after(standing, SEED);
            float[] gradients = training.updateInDetail()
                    .gradients()
                    .get("blocks.0.mlp.b_in")
                    .rows()[0];
            screen.scene().waitUntil("orrery.drawn('blocks.0.mlp.b_in')?.[3] === Math.fround(" + gradients[3] + ")");
            assertThat(screen.scene().drawn("blocks.0.mlp.b_in")).isEqualTo(gradients);
            // Whoever walks on has ended the look, and sees the weights from before the update.
            screen.go("blocks.0.ln1");
            screen.waitForStep("blocks.0.ln1");
            Screen.waitUntilGone(screen.page().locator("orrery-update"));
            assertShowsExactly(screen, standing);

            press(screen, "orrery-training", "End");
            Screen.waitUntilGone(screen.page().locator("orrery-training"));
            screen.go("blocks.0.attn.scores");
            screen.waitForStep("blocks.0.attn.scores");
            assertShowsExactly(screen, standing);
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static void press(Screen screen, String panel, String button) {
        screen.page().locator(panel + " button").getByText(button).click();
    }

    private static int update(Screen screen) {
        return (int) screen.scene().number(COURSE + ".update");
    }

    private static void waitForExact(Screen screen) {
        screen.waitUntil(COURSE + "?.running === false && " + CHECKPOINT + "?.passing === false && " + CHECKPOINT
                + ".update === " + COURSE + ".update && " + HAS_WEIGHTS);
    }

    private static void assertShowsExactly(Screen screen, int update) throws InterruptedException {
        screen.page()
                .locator("orrery-checkpoint-note")
                .getByText("Weights after " + update + " of 1,000 updates")
                .waitFor();
        screen.waitUntil(HAS_WEIGHTS);
        screen.rest();
        weightsAfter(update)
                .forEach((name, numbers) ->
                        assertThat(screen.scene().drawn(name)).as(name).isEqualTo(numbers));
    }

    private static Map<String, float[]> weightsAfter(int updates) throws InterruptedException {
        var training = TrainedSorting.after(updates, SEED);
        return Map.of(
                "blocks.2.ln2.w", training.weights().get("blocks.2.ln2.w").rows()[0],
                "blocks.0.mlp.b_in", training.weights().get("blocks.0.mlp.b_in").rows()[0]);
    }
}
