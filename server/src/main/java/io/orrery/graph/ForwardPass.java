package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A forward pass over the new positions of a text, one node at a time, so that the caller can pause or stop between two
 * nodes. The result does not depend on pauses.
 */
public final class ForwardPass {
    private final Activations shorter;
    private final Run longer;
    private final Iterator<Node> nodes;
    private final Map<String, Tensor> computed = new HashMap<>();

    ForwardPass(Activations shorter, Run longer) {
        this.shorter = shorter;
        this.longer = longer;
        this.nodes = shorter.graph().nodes().stream()
                .filter(node -> !node.constant() && !node.isDerived())
                .iterator();
    }

    /** Computes the next node. @return whether there is one after it */
    public boolean advance() {
        Node node = nodes.next();
        int positions = longer.tokens().length;
        Tensor out = shorter.lengthened(node, positions);
        node.op().forward(longer, shorter.inputs(node, computed), out, shorter.positions(), positions);
        computed.put(node.name(), out);
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
        return shorter.with(longer, Map.copyOf(computed));
    }
}
