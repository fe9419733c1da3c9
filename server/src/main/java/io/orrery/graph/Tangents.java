package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a small change of one node makes of another one, by forward-mode differentiation. */
public final class Tangents {
    private Tangents() {}

    /**
     * The derivative of a node by another one, applied to a change. Where everything between the two is linear, this is
     * the whole effect of the change.
     *
     * @param change of {@code from}, with its layout
     * @param to a node that depends on {@code from}, or {@code from} itself
     * @param held nodes that do not change
     * @return of {@code to}, with its layout
     */
    public static Tensor of(Activations activations, Node from, Tensor change, Node to, Frozen held) {
        return of(activations, from, change, to, held, 0, activations.positions());
    }

    /**
     * The same for the rows [first, end) alone, if no node between the two reads rows of other positions. The tensor has no
     * other rows.
     */
    public static Tensor of(
            Activations activations, Node from, Tensor change, Node to, Frozen held, int first, int end) {
        Map<String, Tensor> changes = new HashMap<>();
        changes.put(from.name(), change);
        Set<String> needed = new HashSet<>();
        addWithInputs(to, from, held, needed);
        for (Node node : activations.graph().nodes()) {
            if (!needed.contains(node.name()) || node.equals(from)) {
                continue;
            }
            var in = node.inputs().stream()
                    .map(input -> changes.get(input.name()))
                    .toArray(Tensor[]::new);
            if (Arrays.stream(in).allMatch(Objects::isNull)) {
                continue;
            }
            var layout = activations.layout(node);
            var rows = new float[layout.rows()][];
            for (int i = first; i < end; i++) {
                rows[i] = new float[layout.columns(i)];
            }
            var out = new Tensor(layout, rows, 0);
            node.op().tangent(activations.run(), activations.inputs(node), in, out, first, end);
            changes.put(node.name(), out);
        }
        Tensor found = changes.get(to.name());
        return found != null ? found : Tensor.zeros(activations.layout(to));
    }

    /** The nodes between {@code from} and {@code node} that can change. */
    private static void addWithInputs(Node node, Node from, Frozen held, Set<String> names) {
        if (!held.holds(node) && names.add(node.name()) && !node.equals(from)) {
            node.inputs().forEach(input -> addWithInputs(input, from, held, names));
        }
    }
}
