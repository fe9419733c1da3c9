package io.orrery.graph;

import io.orrery.tensor.Tensor;
import io.orrery.tensor.Vectors;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * A forward pass over the rows of a text that are not known yet, one node at a time, so that the caller can pause or stop
 * between two nodes. The result does not depend on pauses.
 *
 * <p>Where interventions change a text whose unchanged run is known, the rows that do not depend on a changed one are shared
 * with that run: what stands before the first changed node and before the first changed position.
 */
public final class ForwardPass {
    private final Activations known;
    private final Optional<Activations> unchanged;
    private final Activations result;
    private final Iterator<Node> nodes;
    private final Map<String, Tensor> computed = new HashMap<>();
    /** See {@link Intervention#reach}. */
    private final Map<String, Integer> reach;

    /**
     * A pass that has computed nothing yet.
     *
     * @param known the beginning of the text, with the plan's changes
     * @param unchanged a run of the beginning of the text, or of all of it, without changes
     * @param run the whole text
     * @param plan which nodes are changed and computed
     */
    ForwardPass(Activations known, Optional<Activations> unchanged, Run run, Plan plan) {
        this.known = known;
        this.unchanged = unchanged;
        this.result = known.with(run, computed, plan);
        this.nodes = known.graph().nodes().stream().filter(plan::computes).iterator();
        this.reach = unchanged.isEmpty() ? Map.of() : Intervention.reach(known.graph(), plan.all());
    }

    /** Computes the next node. @return whether there is one after it */
    public boolean advance() {
        Node node = nodes.next();
        int positions = result.positions();
        // Rows before this one are shared, further ones up to the second are computed but not changed yet.
        int shared = rowsOfUnchanged(first(node));
        int copied = rowsOfUnchanged(
                node.inputs().stream().mapToInt(this::first).min().orElse(Intervention.ALL));
        Tensor out = known.continued(node, positions, unchanged, shared, copied);
        if (copied < positions) {
            node.op().forward(result.run(), result.inputs(node), out, copied, positions);
        }
        result.plan().on(node).forEach(change -> change.applyTo(out, shared));
        computed.put(node.name(), out);
        return nodes.hasNext();
    }

    private int first(Node node) {
        return reach.getOrDefault(node.name(), Intervention.ALL);
    }

    /** How many rows are known, if those of the unchanged run that stand before a position are. */
    private int rowsOfUnchanged(int end) {
        int there = unchanged.map(Activations::positions).orElse(0);
        return Math.max(known.positions(), Math.min(result.positions(), Math.min(there, end)));
    }

    /**
     * The activations of the whole text.
     *
     * @throws IllegalStateException before the last node is computed
     */
    public Activations result() {
        if (nodes.hasNext()) {
            throw new IllegalStateException("some nodes are not computed yet");
        }
        Vectors.passEnded();
        return result.with(result.run(), Map.copyOf(computed), result.plan());
    }
}
