package io.orrery.graph;

import io.orrery.tensor.Tensor;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Activations that are being computed, one node at a time: who computes them can stop, or do something else, between two.
 * What comes out does not depend on that.
 */
public final class Growth {
    private final Activations shorter;
    private final Run longer;
    private final Iterator<Node> nodes;
    private final Map<String, Tensor> grown = new HashMap<>();

    Growth(Activations shorter, Run longer) {
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
        node.op().forward(longer, shorter.inputs(node, grown), out, shorter.positions(), positions);
        grown.put(node.name(), out);
        return nodes.hasNext();
    }

    /**
     * What has been computed.
     *
     * @throws IllegalStateException when something is missing
     */
    public Activations grown() {
        if (nodes.hasNext()) {
            throw new IllegalStateException("some nodes are not computed yet");
        }
        return shorter.with(longer, Map.copyOf(grown));
    }
}
