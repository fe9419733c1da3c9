package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import io.orrery.train.NanoSort;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void budgetIsWhatWeightsAndReserveLeave() {
        var plan = new MemoryPlan(742 * MEGABYTE);
        Graph graph = NanoSort.graph();
        plan.add("nano-sort", graph, graph.weightBytes());
        plan.settle();

        assertThat(plan.weights()).isBetween(4 * graph.parameters(), 5 * graph.parameters());
        assertThat(plan.budget().size()).isEqualTo((742 - 192) * MEGABYTE - plan.weights());
    }

    @Test
    void modelThatLeavesNoRoomForAShortTextIsRefusedWithWhatItNeeds() {
        var plan = new MemoryPlan(742 * MEGABYTE);
        // GPT-2's shapes: 124,439,808 parameters are 475 MB of float32; with the reserve of 192 MB, 75 MB would remain.
        Graph gpt2 = graph(12, 768, 12, 50_257);
        plan.add("gpt2", gpt2, gpt2.weightBytes());

        Graph medium = graph(24, 1024, 16, 50_257);
        assertThatThrownBy(() -> plan.add("gpt2-medium", medium, medium.weightBytes()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("gpt2-medium has 135")
                .hasMessageContaining("Java may use 742 MB")
                .hasMessageContaining("-Xmx4g");
        // What was refused takes no part of the budget.
        plan.settle();
        assertThat(plan.budget().size()).isEqualTo((742 - 192) * MEGABYTE - gpt2.weightBytes());
    }

    private static Graph graph(int layers, int width, int heads, int vocabulary) {
        return new Graph(Gpt2.declare(
                new Sizes(width, width / heads, 4 * width, vocabulary, layers, heads, heads, 1024),
                1e-5,
                Gelu.Form.TANH,
                true));
    }
}
