package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Node;
import io.orrery.model.Presets;
import org.junit.jupiter.api.Test;

class SteppedTrainingTest {
    /** The shipped weights were trained with seed 1 in one go, with another number of threads. */
    @Test
    void updatesOneByOneGiveTheShippedCheckpoints() throws Exception {
        var graph = NanoSort.graph();
        var training = new SteppedTraining(graph, NanoSort.MODEL.task(), 1, new CallerThread());
        for (int update : new int[] {0, 25, 50}) {
            SteppedTraining.Update last = null;
            while (training.made() < update) {
                last = training.update();
                assertThat(last.number()).isEqualTo(training.made());
            }
            var shipped = Presets.open("nano-sort@" + update);
            for (Node node : graph.weights()) {
                assertThat(training.weights().get(node.name()).rows())
                        .as("%s after %d updates", node.name(), update)
                        .isDeepEqualTo(shipped.weights()
                                .get(shipped.graph().node(node.name()).orElseThrow())
                                .rows());
            }
            if (update == 25) {
                assertThat(last.loss()).isCloseTo(0.60, within(0.05));
                // Half of the warm-up: 25 of 50 updates.
                assertThat(last.learningRate()).isCloseTo(0.5e-3, within(1e-9));
            }
        }
    }

    @Test
    void copiesOfTheWeightsDoNotChange() throws Exception {
        var training = new SteppedTraining(NanoSort.graph(), NanoSort.MODEL.task(), 2, new CallerThread());
        var before = training.weights().get("embed.W_E");
        float first = before.rows()[0][0];

        training.update();

        assertThat(before.rows()[0][0]).isEqualTo(first);
        assertThat(training.weights().get("embed.W_E").rows()[0][0]).isNotEqualTo(first);
    }

    @Test
    void endedTrainingMakesNoMoreUpdates() throws Exception {
        var training = new SteppedTraining(NanoSort.graph(), new SortingTask(1), 1, new CallerThread());
        training.update();

        assertThatThrownBy(training::update).isInstanceOf(IllegalStateException.class);
    }
}
