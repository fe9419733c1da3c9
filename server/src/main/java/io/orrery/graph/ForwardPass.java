package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A forward pass over the rows of a text that are not known yet, one node at a time, so that the caller can pause or stop
 * between two nodes. The result does not depend on pauses.
 *
 * <p>Rows that are not known are those of new positions and, where interventions change a text that is known, those that
 * depend on a changed row. A row reads only rows at or before its own position, so what stands before the first changed
 * node and before the first changed position is shared.
 */
public final class ForwardPass {
    private final Activations known;
    private final Activations result;
    private final boolean changesKnownRows;
    private final Iterator<Node> nodes;
    private final Map<String, Tensor> computed = new HashMap<>();
    /** The first row of each node that is not shared. */
    private final Map<String, Integer> firstRow = new HashMap<>();

    /**
     * A pass that has computed nothing yet.
     *
     * @param known whose rows are shared
     * @param run the whole text
     * @param plan which nodes are changed and computed
     * @param changesKnownRows whether the plan's interventions are new to {@code known}
     */
    ForwardPass(Activations known, Run run, Plan plan, boolean changesKnownRows) {
        this.known = known;
        this.changesKnownRows = changesKnownRows;
        this.result = known.with(run, computed, plan);
        this.nodes = known.graph().nodes().stream().filter(plan::computes).iterator();
    }

    /** Computes the next node. @return whether there is one after it */
    public boolean advance() {
        Node node = nodes.next();
        int positions = result.positions();
        int before = known.positions();
        int fromInputs = node.inputs().stream()
                .mapToInt(input -> firstRow.getOrDefault(input.name(), before))
                .min()
                .orElse(before);
        var changes = result.plan().on(node);
        int from = changesKnownRows
                ? Math.min(
                        fromInputs,
                        changes.stream().mapToInt(Intervention::first).min().orElse(before))
                : fromInputs;
        Tensor out = known.continued(node, positions, from, Math.min(fromInputs, before));
        if (fromInputs < positions) {
            node.op().forward(result.run(), result.inputs(node), out, fromInputs, positions);
        }
        changes.forEach(change -> change.applyTo(out, from));
        computed.put(node.name(), out);
        firstRow.put(node.name(), from);
        return nodes.hasNext();
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
        return result.with(result.run(), Map.copyOf(computed), result.plan());
    }
}
