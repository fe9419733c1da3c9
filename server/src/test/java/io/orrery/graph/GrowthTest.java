package io.orrery.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.graph.architecture.Experts;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.architecture.GptNeoX;
import io.orrery.graph.architecture.Llama;
import io.orrery.graph.architecture.Olmo2;
import io.orrery.graph.architecture.Qwen3;
import io.orrery.graph.op.Gelu;
import io.orrery.graph.op.Rotary;
import io.orrery.tensor.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that grew equals one computed at once, bit for bit. */
class GrowthTest {
    /** Large enough that products are split between threads, by rows and by columns. */
    private static final Sizes LARGE = new Sizes(256, 64, 1024, 50, 2, 4, 2, 40);

    private static final Sizes EACH_ITS_KEY = new Sizes(256, 64, 1024, 50, 2, 4, 4, 40);

    @ParameterizedTest
    @CsvSource({
        "gpt2, 1",
        "gpt2, 2",
        "gpt2, 3",
        "gpt2, 5",
        "llama, 1",
        "llama, 2",
        "llama, 3",
        "llama, 5",
        "qwen3, 3",
        "qwen3_moe, 1",
        "qwen3_moe, 3",
        "olmo2, 3",
        "gpt_neox, 3",
        "alternating, 1",
        "alternating, 3"
    })
    void growingIsBitExactForAnyNumberOfRowsAndThreads(String architecture, int threads) {
        var graph = new Graph(
                switch (architecture) {
                    case "gpt2" -> Gpt2.declare(LARGE, 1e-5, Gelu.Form.TANH, true);
                    case "llama" -> Llama.declare(architecture, LARGE, 1e-5, Rotary.of(10_000), true, false);
                    case "qwen3" -> Qwen3.declare(LARGE, 1e-5, Rotary.of(10_000), true);
                    case "qwen3_moe" -> Qwen3.declare(LARGE, 1e-5, Rotary.of(10_000), true, new Experts(9, 3, true));
                    case "olmo2" -> Olmo2.declare(LARGE, 1e-5, Rotary.of(10_000), false);
                    case "gpt_neox" -> GptNeoX.declare(EACH_ITS_KEY, 1e-5, Gelu.Form.ERF, Rotary.of(10_000), 16, false);
                    default -> AlternatingModel.declare(LARGE);
                });
        var random = new Random(11);
        var weights = randomWeights(graph, random);
        int[] tokens = random.ints(37, 0, LARGE.d_vocab()).toArray();
        try (var one = new Workers(1);
                var several = new Workers(threads)) {
            var atOnce = Activations.compute(graph, weights, new Run(tokens, one));
            for (int by : new int[] {1, 2, 7, 36}) {
                var grown = Activations.none(graph, weights, new Run(new int[0], several));
                for (int length = Math.min(by, tokens.length); ; length = Math.min(length + by, tokens.length)) {
                    grown = grown.grow(Arrays.copyOf(tokens, length));
                    if (length == tokens.length) {
                        break;
                    }
                }
                assertSameBits(graph, grown, atOnce);
            }
        }
    }

    @Test
    void grownRunSharesItsFirstRowsWithTheShorterOne() {
        var graph = TinyModels.gpt2(Gelu.Form.TANH, false);
        var random = new Random(12);
        try (var workers = new Workers(1)) {
            var run = new Run(new int[] {1, 2, 3}, workers);
            var shorter = Activations.compute(graph, TinyModels.weights(graph, random), run);
            var longer = shorter.grow(1, 2, 3, 4);
            var node = graph.node("blocks.1.mlp.hook_post").orElseThrow();
            for (int i = 0; i < 3; i++) {
                assertThat(longer.tensor(node).rows()[i])
                        .isSameAs(shorter.tensor(node).rows()[i]);
            }
            assertThat(shorter.positions()).isEqualTo(3);
        }
    }

    private static void assertSameBits(Graph graph, Activations grown, Activations atOnce) {
        for (Node node : graph.nodes()) {
            float[] expected = atOnce.tensor(node).toArray();
            float[] found = grown.tensor(node).toArray();
            assertThat(found.length).isEqualTo(expected.length);
            for (int i = 0; i < expected.length; i++) {
                if (Float.floatToRawIntBits(found[i]) != Float.floatToRawIntBits(expected[i])) {
                    throw new AssertionError(node + " differs at " + i + ": " + found[i] + ", not " + expected[i]);
                }
            }
        }
    }

    private static Weights randomWeights(Graph graph, Random random) {
        var weights = new java.util.HashMap<String, io.orrery.tensor.Tensor>();
        for (Node node : graph.weights()) {
            var tensor = io.orrery.tensor.Tensor.zeros(node.layout(LARGE, 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (0.1 * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        return Weights.of(graph, weights);
    }
}
