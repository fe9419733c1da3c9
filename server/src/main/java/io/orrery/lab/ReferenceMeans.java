package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.trace.change.Means;
import java.util.Collection;
import java.util.List;

/** Takes means over reference texts at once, for measurements that have a run of their own. */
public final class ReferenceMeans {
    private ReferenceMeans() {}

    /**
     * Runs the model over reference texts, one after the other.
     *
     * @param like any run of the model
     * @param texts at least one
     * @param nodes whose means are wanted; a node with rows of several lengths has none
     * @throws OrreryException with a {@link io.orrery.error.LibraryError} if the model cannot run a text, and with
     *     {@link LabError.NoReferences} if there is none
     */
    public static Means over(Subject like, List<List<Integer>> texts, Collection<Node> nodes, Progress progress) {
        if (texts.isEmpty()) {
            throw new OrreryException(new LabError.NoReferences());
        }
        var sums = new Means.Sums();
        for (int i = 0; i < texts.size(); i++) {
            Subject run = like.ofText(texts.get(i));
            nodes.forEach(node -> sums.add(node, run.activations().tensor(node).rows()));
            sums.addPositions(run.length());
            progress.done(i + 1, texts.size());
        }
        return sums.means();
    }
}
