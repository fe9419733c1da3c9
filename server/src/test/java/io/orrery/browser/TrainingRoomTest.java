package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tensor.Tensor;
import io.orrery.train.TrainedSorting;
import io.orrery.web.rooms.Links;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The presenter trains the sorting model: every screen sees the loss and the weights change, and the exact weights when it pauses. */
class TrainingRoomTest {
    private static final String STEP = "blocks.1.attn.pattern";
    private static final String COURSE = "orrery.walk().training";
    private static final String CHECKPOINT = "orrery.walk().model.checkpoint";

    /** The default. */
    private static final long SEED = 1;

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void everyScreenSeesTheTrainingAndTheExactWeightsWhenItPauses() throws Exception {
        Links room = venue.newRoom();
        try (var opened = RoomScreens.in(room, venue)) {
            var screens = opened.all();
            var presenter = opened.presenter();
            presenter.go(STEP);
            for (Screen screen : screens) {
                screen.waitForStep(STEP);
                screen.scene().read("(window.firstMachine = orrery.scene().machine)");
            }

            presenter.ask("checkpoints");
            presenter
                    .page()
                    .locator("orrery-checkpoints button.plain")
                    .getByText("Train anew")
                    .click();

            for (Screen screen : screens) {
                screen.waitUntil(COURSE + "?.update >= 2 && " + CHECKPOINT
                        + "?.passing === true && orrery.walk().weights === 'rounded'");
                screen.page().locator("orrery-training polyline").waitFor();
            }
            presenter
                    .page()
                    .locator("orrery-training button")
                    .getByText("Pause")
                    .click();
            for (Screen screen : screens) {
                screen.waitUntil(COURSE + "?.running === false && " + CHECKPOINT
                        + "?.passing === false && ['rounded', 'exact'].includes(orrery.walk().weights)");
            }
            int update = (int) presenter.scene().number(COURSE + ".update");
            var expected = weightsAfter(update);
            for (Screen screen : screens) {
                screen.page()
                        .locator("orrery-checkpoint-note")
                        .getByText("Weights after " + update + " of 1,000 updates")
                        .waitFor();
                screen.waitForStep(STEP);
                screen.rest();
                expected.forEach((name, numbers) -> assertDrawn(screen, name, numbers));
                assertThat(screen.scene().read("window.firstMachine === orrery.scene().machine"))
                        .as("whether the machine stays, and only its cells change")
                        .isEqualTo(true);
            }
            assertTheAnswerIsNotCovered(presenter, opened.hall());
            assertEveryScreenLooksInside(presenter, screens, update);
            for (Screen screen : screens) {
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    /** The training stands under the bars of what comes next, not over their figures. */
    private static void assertTheAnswerIsNotCovered(Screen presenter, Screen hall) {
        presenter.press("a");
        hall.page().locator("orrery-hall-answer .bars .figure").nth(2).waitFor();
        // The bars take their size after the first layout.
        hall.rest();
        assertThat(hall.page()
                        .locator("orrery-hall-answer")
                        .locator(".sentence span, .bar, .figure")
                        .evaluateAll("""
                            parts => {
                              const training = document.querySelector('orrery-training').getBoundingClientRect();
                              return parts
                                .filter(part => {
                                  const { left, right, top, bottom } = part.getBoundingClientRect();
                                  return left < training.right && training.left < right && top < training.bottom && training.top < bottom;
                                })
                                .map(({ className, textContent }) => `${className} ${textContent}`);
                            }\
                            """))
                .isEqualTo(List.of());
        presenter.press("a");
        Screen.waitUntilGone(hall.page().locator("orrery-hall-answer"));
    }

    /** The update after this one, phase by phase with the keys of the walk. */
    private static void assertEveryScreenLooksInside(Screen presenter, List<Screen> screens, int update)
            throws Exception {
        var training = TrainedSorting.after(update, SEED);
        var anatomy = training.updateInDetail();
        presenter
                .page()
                .locator("orrery-training button")
                .getByText("Look inside an update")
                .click();
        for (Screen screen : screens) {
            screen.waitUntil(COURSE + "?.phase === 'forward'");
        }
        presenter.press("ArrowRight");
        for (Screen screen : screens) {
            screen.page()
                    .locator("orrery-update")
                    .getByText(Pattern.compile("should come next. The model gives it [\\d.]+%?.*; the loss is"))
                    .waitFor();
        }
        presenter.press("ArrowRight");
        for (Screen screen : screens) {
            screen.page()
                    .locator("orrery-update")
                    .getByText("how much the loss rises")
                    .waitFor();
            assertDrawn(screen, "blocks.2.ln2.w", anatomy.gradients());
            assertDrawn(screen, "blocks.0.mlp.b_in", anatomy.gradients());
        }
        presenter.press("ArrowRight");
        for (Screen screen : screens) {
            assertDrawn(screen, "blocks.0.mlp.b_in", anatomy.changes());
        }
        presenter.press("ArrowRight");
        for (Screen screen : screens) {
            screen.waitUntil("!" + COURSE + "?.phase && " + COURSE + "?.update === " + (update + 1));
            screen.waitForStep(STEP);
            assertDrawn(screen, "blocks.0.mlp.b_in", training.weights());
            assertThat(screen.page().locator("orrery-update").count()).isZero();
        }
    }

    private static void assertDrawn(Screen screen, String name, Map<String, Tensor> expected) {
        assertDrawn(screen, name, expected.get(name).rows()[0]);
    }

    private static void assertDrawn(Screen screen, String name, float[] numbers) {
        screen.scene().waitUntil("orrery.drawn('" + name + "')?.[3] === Math.fround(" + numbers[3] + ")");
        screen.rest();
        assertThat(screen.scene().drawn(name)).as(name).isEqualTo(numbers);
    }

    private static Map<String, float[]> weightsAfter(int updates) throws InterruptedException {
        var training = TrainedSorting.after(updates, SEED);
        return Map.of(
                "blocks.2.ln2.w", training.weights().get("blocks.2.ln2.w").rows()[0],
                "blocks.0.mlp.b_in", training.weights().get("blocks.0.mlp.b_in").rows()[0]);
    }
}
