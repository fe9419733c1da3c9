package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an update is made of, against central differences of the loss, and against the weights before and after. */
class UpdateAnatomyTest {
    private static final long SEED = 3;
    private static final int UPDATES_BEFORE = 20;

    /** Changes a weight by this in both directions. */
    private static final float NUDGE = 1e-2f;

    private static final Graph GRAPH = NanoSort.graph();
    private static final TrainingTask TASK = NanoSort.MODEL.task();

    private final SteppedTraining training = new SteppedTraining(GRAPH, TASK, SEED, new CallerThread());

    @Test
    void gradientsAreThoseOfTheBatchsMeanLoss() throws Exception {
        advance();
        Map<String, Tensor> before = training.weights();
        UpdateAnatomy anatomy = training.updateInDetail();

        List<Example> batch = batchOfUpdate(UPDATES_BEFORE);
        assertThat(anatomy.texts()).isEqualTo(batch.size());
        assertThat(anatomy.update().loss()).isCloseTo(loss(before, batch), within(1e-9));
        // One layer is like the others.
        for (Node node : GRAPH.weights().stream()
                .filter(each -> !each.name().matches("blocks\\.[02].*"))
                .toList()) {
            Tensor weight = before.get(node.name());
            int row = weight.rows().length / 2;
            int column = weight.rows()[row].length / 3;
            double expected = slope(before, weight.rows()[row], column, batch);
            assertThat((double) anatomy.gradients().get(node.name()).rows()[row][column])
                    .as("%s [%d, %d]", node.name(), row, column)
                    .isCloseTo(expected, within(2e-4 + 0.02 * Math.abs(expected)));
        }
    }

    @Test
    void changesAreTheWeightsAfterMinusThoseBefore() throws Exception {
        advance();
        Map<String, Tensor> before = training.weights();
        UpdateAnatomy anatomy = training.updateInDetail();
        Map<String, Tensor> after = training.weights();

        assertThat(anatomy.update().number()).isEqualTo(UPDATES_BEFORE + 1);
        double squares = 0;
        for (Node node : GRAPH.weights()) {
            float[][] change = anatomy.changes().get(node.name()).rows();
            for (int r = 0; r < change.length; r++) {
                for (int j = 0; j < change[r].length; j++) {
                    float was = before.get(node.name()).rows()[r][j];
                    float is = after.get(node.name()).rows()[r][j];
                    assertThat(change[r][j]).isEqualTo(is - was);
                    double gradient = anatomy.gradients().get(node.name()).rows()[r][j];
                    squares += gradient * gradient;
                }
            }
        }
        assertThat(anatomy.norm()).isCloseTo(Math.sqrt(squares), within(1e-5 * anatomy.norm()));
        assertThat(anatomy.clipping()).isCloseTo(Math.min(1, 1 / anatomy.norm()), within(1e-12));
    }

    @Test
    void lookingAtAnUpdateChangesNothingOfTheTraining() throws Exception {
        var other = new SteppedTraining(GRAPH, TASK, SEED, new CallerThread());
        training.updateInDetail();
        training.update();
        other.update();
        other.update();
        for (Node node : GRAPH.weights()) {
            assertThat(training.weights().get(node.name()).rows())
                    .isDeepEqualTo(other.weights().get(node.name()).rows());
        }
    }

    private void advance() throws InterruptedException {
        while (training.made() < UPDATES_BEFORE) {
            training.update();
        }
    }

    /** Drawn again from the seed: first the random numbers of the weights, then a batch for each update. */
    private static List<Example> batchOfUpdate(int update) {
        var random = new Random(SEED);
        InitialWeights.of(GRAPH, TASK.schedule().initialDeviation(), random);
        for (int earlier = 0; earlier < update; earlier++) {
            TASK.batch(earlier, random);
        }
        return TASK.batch(update, random);
    }

    private static double slope(Map<String, Tensor> weights, float[] row, int column, List<Example> batch) {
        float was = row[column];
        row[column] = was + NUDGE;
        double above = loss(weights, batch);
        double up = row[column];
        row[column] = was - NUDGE;
        double below = loss(weights, batch);
        double down = row[column];
        row[column] = was;
        return (above - below) / (up - down);
    }

    /** The mean over the texts, of each the mean over its targets of −log p. */
    private static double loss(Map<String, Tensor> weights, List<Example> batch) {
        var forward = new Batch(GRAPH, new CallerThread());
        double sum = 0;
        for (Example text : batch) {
            float[][] logits =
                    forward.logits(Weights.of(GRAPH, weights), text.tokens()).rows();
            double ofText = 0;
            int targets = 0;
            for (int i = 0; i < logits.length; i++) {
                if (text.targets()[i] != CrossEntropy.IGNORED) {
                    ofText -= Math.log(probability(logits[i], text.targets()[i]));
                    targets++;
                }
            }
            sum += ofText / targets;
        }
        return sum / batch.size();
    }

    static double probability(float[] logits, int token) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.exp(logits[token]) / sum;
    }
}
