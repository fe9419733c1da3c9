package io.orrery.room.activity.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.architecture.Gpt2;
import io.orrery.graph.op.Gelu;
import io.orrery.tour.Walk;
import io.orrery.wire.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A room's walk through a model of seven layers, of which a trace says which are visited. */
class WalkStateTest {
    private static final Walk WALK =
            new Walk(new Graph(Gpt2.declare(new Sizes(4, 2, 8, 3, 7, 2, 2, 5), 1e-5, Gelu.Form.TANH, false)));
    private static final TraceSummary TEXT = trace("a", List.of(0, 1), List.of(), List.of(0, 1, 4, 6));

    private static TraceSummary trace(String id, List<Integer> tokens, List<String> changes, List<Integer> visits) {
        return new TraceSummary(
                id, "m", tokens, List.of(), 2, 5, List.of(), false, changes, "", Optional.empty(), visits);
    }

    private static WalkState at(String step) {
        return WalkState.start(TEXT, WALK).at(step);
    }

    private static WalkState on(WalkState walk, TraceSummary text) {
        return walk.on(new TracePair(text, Optional.empty()), WALK);
    }

    @Test
    void playingVisitsTheLayersThatTheTraceNames() {
        var steps = new ArrayList<String>();
        var walk = at("blocks.0.resid_post").played(WALK);
        while (walk.playing()) {
            walk = walk.playedOn(WALK);
            steps.add(walk.cursor().step());
        }

        assertThat(steps).containsExactly("blocks.1", "blocks.4", "blocks.6", "ln_final", "logits", "probs");
    }

    @Test
    void layerThatIsPassedCanBeChosenAndLeadsToTheNextVisitedOne() {
        assertThat(at("blocks.3").next(WALK)).contains("blocks.4");
        assertThat(at("blocks.5.ln1").next(WALK)).contains("blocks.5.attn.qkv");
    }

    @Test
    void changeOfTheModelLeadsTheWalkNowhereElse() {
        var changed = trace("b", List.of(0, 1), List.of("blocks.4.hook_mlp_out=zero"), List.of(0, 1, 2, 6));

        var walk = on(at("blocks.4"), changed);

        assertThat(walk.trace().id()).isEqualTo("b");
        assertThat(walk.trace().changes()).isEqualTo(changed.changes());
        assertThat(walk.trace().visits()).containsExactly(0, 1, 4, 6);
        assertThat(on(walk, TEXT).trace()).isEqualTo(TEXT);
    }

    @Test
    void anotherTextIsWalkedByItsOwnMeasurement() {
        var longer = trace("c", List.of(0, 1, 2), List.of(), List.of(0, 1, 3, 6));

        assertThat(on(at("blocks.4"), longer).trace().visits()).containsExactly(0, 1, 3, 6);
        assertThat(on(at("blocks.4"), longer).next(WALK)).contains("blocks.6");
    }

    /** A state that was saved before a trace named its layers. */
    @Test
    void traceWithoutVisitsTakesTheNewMeasurement() {
        var saved = WalkState.start(trace("a", List.of(0, 1), List.of(), null), WALK);

        assertThat(saved.trace().visits()).isEmpty();
        assertThat(on(saved, TEXT).trace().visits()).containsExactly(0, 1, 4, 6);
    }
}
