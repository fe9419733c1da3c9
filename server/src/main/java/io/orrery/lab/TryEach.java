package io.orrery.lab;

import io.orrery.graph.Activations;
import io.orrery.graph.Node;
import io.orrery.trace.Comparison;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The same change tried on every head and every MLP, one at a time. What stands before the changed layer is shared with the
 * unchanged run, and only the target's position is unembedded.
 */
public final class TryEach {
    private TryEach() {}

    /**
     * The effect of one change.
     *
     * @param node what was changed
     * @param head which head of it; empty for an MLP
     * @param difference the logit difference of the changed run
     * @param top its most probable token
     * @param kl KL(unchanged‖changed) in nats
     */
    public record Tried(String node, OptionalInt head, double difference, int top, double kl) {}

    /** The nodes that are changed: each layer's {@code z} and MLP. */
    public static List<Node> nodes(Subject subject) {
        return IntStream.range(0, subject.anatomy().layers())
                .mapToObj(layer -> subject.anatomy().writers(layer))
                .flatMap(List::stream)
                .map(writer -> writer.attention().map(Attention::z).orElse(writer.node()))
                .toList();
    }

    /**
     * Tries a change on each head and MLP, layer by layer.
     *
     * @param means of {@link #nodes}, if the mode is the mean
     * @throws io.orrery.error.OrreryException with a {@link io.orrery.error.LabError} if it is not possible
     */
    public static List<Tried> of(Subject subject, Target target, Change.Mode mode, Means means, Progress progress) {
        subject.checkUnchanged();
        var changes = new ArrayList<Change>();
        for (Node node : nodes(subject)) {
            int heads = Anatomy.hasHeads(node) ? subject.anatomy().heads(node) : 0;
            if (heads == 0) {
                changes.add(new Change(node.name(), OptionalInt.empty(), OptionalInt.empty(), mode));
            }
            for (int head = 0; head < heads; head++) {
                changes.add(new Change(node.name(), OptionalInt.of(head), OptionalInt.empty(), mode));
            }
        }
        float[] unchanged = subject.logits(target.position());
        var tried = new ArrayList<Tried>();
        for (Change change : changes) {
            float[] logits = Effect.finite(logits(subject, target, change, means));
            tried.add(new Tried(
                    change.node(),
                    change.head(),
                    target.difference(logits),
                    Target.mostProbableBut(OptionalInt.empty(), logits),
                    Comparison.divergence(unchanged, logits)));
            progress.done(tried.size(), changes.size());
        }
        return List.copyOf(tried);
    }

    private static float[] logits(Subject subject, Target target, Change change, Means means) {
        Activations changed = subject.activations()
                .changed(
                        Changes.interventions(subject.graph(), List.of(change), means),
                        subject.anatomy().normed());
        return changed.row(subject.anatomy().logits(), target.position());
    }
}
