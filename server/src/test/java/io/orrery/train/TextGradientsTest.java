package io.orrery.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;
import io.orrery.model.Presets;
import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A text's gradients by its activations, against central differences by the biases that are added to them. */
class TextGradientsTest {
    private static final TrainingTask TASK = NanoSort.MODEL.task();
    private static final int POSITIONS = 8;

    /** C B A B B C, and two letters that are wrong. */
    private static final int[] TEXT = {2, 1, 0, 1, 1, 2, 1, 2};

    private static final float NUDGE = 1e-2f;

    @Test
    void targetsAreTheLettersInOrderWhateverIsWritten() {
        var example = TASK.asExample(TEXT).orElseThrow();
        assertThat(example.tokens()).isEqualTo(TEXT);
        assertThat(example.targets()).containsExactly(-1, -1, -1, -1, -1, 0, 1, 1);
        assertThat(TASK.asExample(2, 1, 0, 1, 1)).as("five letters").isEmpty();
        assertThat(TASK.asExample()).isEmpty();
        assertThat(TASK.asExample(new int[12])).as("more than the model reads").isEmpty();
    }

    @Test
    void gradientsByActivationsAddUpToThoseByTheirBiases() throws Exception {
        var model = Presets.open("nano-sort@50");
        Graph graph = model.graph();
        var weights = new HashMap<String, Tensor>();
        graph.weights().forEach(node -> weights.put(node.name(), model.weights().get(node)));
        var text = TASK.asExample(TEXT).orElseThrow();
        var gradients = TextGradients.of(graph, model.weights(), text);

        for (String[] pair : new String[][] {
            {"blocks.0.mlp.hook_pre", "blocks.0.mlp.b_in"},
            {"blocks.1.hook_mlp_out", "blocks.1.mlp.b_out"},
            {"blocks.2.hook_attn_out", "blocks.2.attn.b_O"},
            {"blocks.2.hook_resid_post", "blocks.2.mlp.b_out"},
        }) {
            for (int column : new int[] {0, 5, 17}) {
                double sum = 0;
                for (float[] row : gradients.gradients().get(pair[0]).rows()) {
                    sum += row[column];
                }
                double expected = slope(graph, weights, weights.get(pair[1]).rows()[0], column, text);
                assertThat(sum)
                        .as(pair[0] + " " + column)
                        .isCloseTo(expected, within(2e-4 + 0.02 * Math.abs(expected)));
            }
        }
        for (int position : new int[] {0, 5, 7}) {
            float row = gradients.gradients().get("hook_pos_embed").rows()[position][3];
            double expected =
                    slope(graph, weights, weights.get("pos_embed.W_pos").rows()[position], 3, text);
            assertThat((double) row).isCloseTo(expected, within(2e-4 + 0.02 * Math.abs(expected)));
        }
    }

    @Test
    void lossesAreThoseOfTheTargetsAndTheLogitsGradientIsProbabilityMinusOne() throws Exception {
        var model = Presets.open("nano-sort@50");
        var text = TASK.asExample(TEXT).orElseThrow();
        var gradients = TextGradients.of(model.graph(), model.weights(), text);
        float[][] logits = new Batch(model.graph(), new CallerThread())
                .logits(model.weights(), TEXT)
                .rows();

        double mean = 0;
        for (int position = 0; position < POSITIONS; position++) {
            int target = text.targets()[position];
            OptionalDouble loss = gradients.losses().get(position);
            assertThat(loss.isPresent()).isEqualTo(target >= 0);
            float[] gradient = gradients.gradients().get("logits").rows()[position];
            for (int token = 0; token < gradient.length; token++) {
                double expected = target < 0
                        ? 0
                        : (UpdateAnatomyTest.probability(logits[position], token) - (token == target ? 1 : 0)) / 3;
                assertThat((double) gradient[token]).isCloseTo(expected, within(1e-6));
            }
            if (target >= 0) {
                double expected = -Math.log(UpdateAnatomyTest.probability(logits[position], target));
                assertThat(loss.getAsDouble()).isCloseTo(expected, within(1e-9));
                mean += expected / 3;
            }
        }
        assertThat(gradients.loss()).isCloseTo(mean, within(1e-9));
        assertThat(gradients.gradients()).doesNotContainKey("probs").doesNotContainKey("embed.W_E");
    }

    private static double slope(Graph graph, Map<String, Tensor> weights, float[] row, int column, Example text) {
        float was = row[column];
        row[column] = was + NUDGE;
        double above = TextGradients.of(graph, Weights.of(graph, weights), text).loss();
        double up = row[column];
        row[column] = was - NUDGE;
        double below = TextGradients.of(graph, Weights.of(graph, weights), text).loss();
        double down = row[column];
        row[column] = was;
        return (above - below) / (up - down);
    }
}
