package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.SharedCases;
import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static final Walk WALK = walk(3);

    /** docs/protocol.md, "Step ids for GPT-2, in order". */
    private static final List<String> STEPS_OF_A_LAYER = List.of(
            "ln1",
            "attn.qkv",
            "attn.scores",
            "attn.pattern",
            "attn.z",
            "attn.out",
            "resid_mid",
            "ln2",
            "mlp.pre",
            "mlp.post",
            "mlp.out",
            "resid_post");

    @Test
    void firstLayerIsOpenAndLaterOnesAreOneStepEach() {
        var expected = new ArrayList<>(List.of("start", "cut", "embed", "pos_embed", "resid"));
        STEPS_OF_A_LAYER.forEach(step -> expected.add("blocks.0." + step));
        expected.addAll(List.of("blocks.1", "blocks.2", "ln_final", "logits", "probs"));

        assertThat(walked("start")).isEqualTo(expected);
    }

    @Test
    void laterLayerIsOpenWhileTheCursorIsOnOneOfItsSteps() {
        var expected = new ArrayList<String>();
        STEPS_OF_A_LAYER.forEach(step -> expected.add("blocks.1." + step));
        expected.addAll(List.of("blocks.2", "ln_final", "logits", "probs"));

        assertThat(walked("blocks.1.ln1")).isEqualTo(expected);
        assertThat(WALK.around("blocks.1.ln1")).contains("blocks.0.ln1").doesNotContain("blocks.1", "blocks.2.ln1");
    }

    @Test
    void lastStepHasNoNext() {
        assertThat(WALK.next("probs")).isEmpty();
    }

    @Test
    void firstLayerIsNotAStepOfItsOwn() {
        assertThat(WALK.contains("start")).isTrue();
        assertThat(WALK.contains("blocks.2")).isTrue();
        assertThat(WALK.contains("blocks.2.mlp.post")).isTrue();
        assertThat(WALK.contains("blocks.0")).isFalse();
        assertThat(WALK.contains("blocks.3")).isFalse();
        assertThat(WALK.contains("attn.scores")).isFalse();
    }

    @Test
    void unknownStepHasNoNeighbours() {
        assertThat(WALK.next("nothing")).isEmpty();
        assertThat(WALK.around("nothing")).isEmpty();
    }

    @Test
    void walkThroughALargeModelVisitsTheFirstTwoLayersTheOneThatAddsMostAndTheLast() {
        assertThat(Walk.visited(7, 9, 9, -1, 0.5, 2, 1, 8)).containsExactly(0, 1, 4, 6);
        assertThat(Walk.visited(7, 9, 9, -1, -3, -0.5, -2, 8)).containsExactly(0, 1, 4, 6);
        assertThat(Walk.visited(5, 0, 0, 3, 3, 0)).as("the first of equals").containsExactly(0, 1, 2, 4);
        assertThat(Walk.visited(30)).as("not measured").containsExactly(0, 1, 15, 29);
        assertThat(Walk.visited(5)).containsExactly(0, 1, 2, 4);
        assertThat(Walk.visited(4, 1, 2, 3, 4)).containsExactly(0, 1, 2, 3);
        assertThat(Walk.visited(1)).containsExactly(0);
    }

    @Test
    void nextPassesLayersThatAreNotVisitedButAnyCanBeOpened() {
        var walk = walk(7);
        var visited = List.of(0, 1, 4, 6);

        assertThat(walked(walk, "blocks.0.resid_post", visited))
                .containsExactly(
                        "blocks.0.resid_post", "blocks.1", "blocks.4", "blocks.6", "ln_final", "logits", "probs");
        assertThat(walked(walk, "blocks.3", visited)).startsWith("blocks.3", "blocks.4", "blocks.6");
        assertThat(walked(walk, "blocks.2.mlp.out", visited))
                .startsWith("blocks.2.mlp.out", "blocks.2.resid_post", "blocks.4");
        assertThat(walk.around("blocks.1")).contains("blocks.2", "blocks.3", "blocks.5");
        assertThat(walk.contains("blocks.5")).isTrue();
        assertThat(walk.next("nothing", visited)).isEmpty();
    }

    @Test
    void backGoesTheSameWayAsNextInReverse() {
        var walk = walk(7);
        for (List<Integer> visited : List.of(List.<Integer>of(), List.of(0, 1, 4, 6))) {
            List<String> steps = walked(walk, "start", visited);
            for (int i = 1; i < steps.size(); i++) {
                assertThat(walk.back(steps.get(i), visited)).contains(steps.get(i - 1));
            }
        }
        assertThat(walk.back("start", List.of())).isEmpty();
        assertThat(walk.back("nothing", List.of())).isEmpty();
        assertThat(walk.back("blocks.3", List.of(0, 1, 4, 6))).contains("blocks.1");
        assertThat(walk.back("blocks.2.attn.qkv", List.of(0, 1, 4, 6))).contains("blocks.2.ln1");
        assertThat(walk.back("blocks.2.ln1", List.of(0, 1, 4, 6))).contains("blocks.1");
    }

    /** The browser's tests read the same file. */
    @Test
    void pagesExpectTheStepsToWhichTheServerGoes() throws Exception {
        var ways = SharedCases.read("model/walk-ways.js", "WAYS");
        var walk = walk(7);
        assertThat(ways).hasSizeGreaterThan(10);
        for (JsonNode way : ways) {
            var visited = new ArrayList<Integer>();
            way.get(1).forEach(layer -> visited.add(layer.intValue()));
            String from = way.get(0).textValue();
            Optional<String> there = way.get(2).intValue() > 0 ? walk.next(from, visited) : walk.back(from, visited);
            assertThat(there)
                    .as("%s", way)
                    .isEqualTo(Optional.ofNullable(way.get(3).textValue()));
        }
    }

    private static Walk walk(int layers) {
        return new Walk(new Graph(Gpt2.declare(new Sizes(4, 2, 8, 3, layers, 2, 2, 5), 1e-5, Gelu.Form.TANH, false)));
    }

    private static List<String> walked(String from) {
        return walked(WALK, from, List.of());
    }

    private static List<String> walked(Walk walk, String from, List<Integer> visited) {
        var steps = new ArrayList<String>();
        for (Optional<String> step = Optional.of(from); step.isPresent(); step = walk.next(step.get(), visited)) {
            steps.add(step.get());
        }
        return steps;
    }
}
