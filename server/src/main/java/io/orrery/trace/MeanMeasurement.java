package io.orrery.trace;

import io.orrery.graph.Activations;
import io.orrery.graph.ForwardPass;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.tensor.Workers;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Takes the means of all kept nodes of a model over its reference texts, in pieces as small as those of a trace. */
final class MeanMeasurement {
    private final RunnableModel model;
    private final Workers workers;
    private final Iterator<List<Integer>> texts;
    private final Means.Sums sums = new Means.Sums();
    private int[] text = new int[0];
    private Activations computed;
    private Optional<ForwardPass> pass = Optional.empty();

    /** @param texts at least one, none empty */
    MeanMeasurement(RunnableModel model, List<List<Integer>> texts, Workers workers) {
        this.model = model;
        this.workers = workers;
        this.texts = texts.iterator();
        begin();
    }

    private void begin() {
        text = texts.next().stream().mapToInt(token -> token).toArray();
        computed = Activations.none(model.graph(), model.weights(), new Run(new int[0], workers));
    }

    /** Computes a node. @return whether there is more to compute */
    boolean advance() {
        ForwardPass now = pass.orElseGet(() -> computed.forwardPass(
                Arrays.copyOf(text, Math.min(text.length, computed.positions() + Computation.ROWS_AT_ONCE))));
        pass = Optional.of(now);
        if (now.advance()) {
            return true;
        }
        computed = now.result();
        pass = Optional.empty();
        if (computed.positions() < text.length) {
            return true;
        }
        for (Node node : model.graph().nodes()) {
            if (!node.constant() && !node.isDerived()) {
                sums.add(node, computed.tensor(node).rows());
            }
        }
        sums.addPositions(text.length);
        if (texts.hasNext()) {
            begin();
            return true;
        }
        return false;
    }

    /** The means, once there is no more to compute. */
    Means means() {
        return sums.means();
    }
}
