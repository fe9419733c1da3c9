package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.trace.Comparison;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What changes of the model make of its answer: activation patching's interventions (Vig et al. 2020, arXiv:2004.12265; Meng
 * et al. 2022, arXiv:2202.05262), compared with what direct attribution would have foretold.
 *
 * @param before the logit difference of the unchanged run
 * @param difference the logit difference of the changed run
 * @param top the most probable token of the changed run
 * @param kl KL(unchanged‖changed) of the next token's probabilities, in nats
 * @param forecast the difference before, minus the direct attribution of what was changed, plus that after the change, the
 *     divisors of the last norm and of a norm behind attention or MLP held fixed; empty if something else than parts of the stream was changed
 * @param shifts each part's direct attribution after the change minus before, both with the divisor before
 * @param divisor what the other divisor of the last norm does to the difference; with the shifts it adds up to the change
 * @param after the changed run
 */
public record Effect(
        double before,
        double difference,
        int top,
        double kl,
        OptionalDouble forecast,
        List<Shift> shifts,
        double divisor,
        Subject after) {
    public Effect {
        shifts = List.copyOf(shifts);
    }

    /** How much more a part adds to the difference. */
    public record Shift(String part, double by) {}

    /**
     * Runs the model with changes. Only what depends on them is computed.
     *
     * @throws OrreryException with a {@link LabError} if a change is not possible, or if the logits are no longer finite
     */
    public static Effect of(Subject subject, Target target, List<Change> changes, Means means) {
        subject.checkUnchanged();
        Changes.check(subject.graph(), changes, subject.length());
        var interventions = Changes.interventions(subject.graph(), changes, means);
        var after = subject.with(
                subject.activations().changed(interventions, subject.anatomy().normed()));
        float[] logits = finite(after.logits(target.position()));
        float[] unchanged = subject.logits(target.position());
        double before = target.difference(unchanged);
        var parts = after.parts(subject.anatomy().stream());
        var votesBefore = Attribution.of(subject, target, subject.activations(), parts);
        var votesAfter = Attribution.of(after, target, subject.activations(), parts);
        var shifts = new ArrayList<Shift>();
        for (int i = 0; i < votesBefore.votes().size(); i++) {
            var vote = votesBefore.votes().get(i);
            shifts.add(new Shift(vote.part(), votesAfter.votes().get(i).difference() - vote.difference()));
        }
        return new Effect(
                before,
                target.difference(logits),
                Target.mostProbableBut(OptionalInt.empty(), logits),
                Comparison.divergence(unchanged, logits),
                forecast(subject, target, before, interventions),
                shifts,
                Attribution.of(after, target).sum() - votesAfter.sum(),
                after);
    }

    /** @throws OrreryException with {@link LabError.ResultNotFinite} */
    static float[] finite(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new OrreryException(new LabError.ResultNotFinite());
            }
        }
        return logits;
    }

    private static OptionalDouble forecast(
            Subject subject, Target target, double before, List<Intervention> interventions) {
        Map<String, List<Intervention>> byWriter = new LinkedHashMap<>();
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (var one : interventions) {
            boolean found = false;
            for (Writer writer : subject.anatomy().writers()) {
                if (isBehind(writer, one.node())) {
                    byWriter.computeIfAbsent(writer.node().name(), name -> new ArrayList<>())
                            .add(one);
                    nodes.put(writer.node().name(), writer.node());
                    found = true;
                }
            }
            if (!found) {
                return OptionalDouble.empty();
            }
        }
        double sum = before;
        for (var entry : byWriter.entrySet()) {
            Node writer = nodes.get(entry.getKey());
            Node product = Anatomy.product(writer);
            // What is changed before a norm behind attention or an MLP goes through it with the divisor that it had.
            Node read =
                    entry.getValue().stream().anyMatch(one -> isOfNorm(one.node(), writer, product)) ? writer : product;
            float[] direction = Attribution.behind(subject, target, writer, read);
            Activations alone = subject.activations().changed(entry.getValue(), read);
            sum += Attribution.dot(alone.row(read, target.position()), direction)
                    - Attribution.dot(subject.activations().row(read, target.position()), direction);
        }
        return OptionalDouble.of(sum);
    }

    /** Whether a node is of the norm that reads a product, up to what is added to the stream. */
    private static boolean isOfNorm(Node node, Node added, Node product) {
        for (Node one = added;
                !one.name().equals(product.name());
                one = one.inputs().get(0)) {
            if (node.name().equals(one.name())
                    || one.inputs().stream()
                            .skip(1)
                            .anyMatch(input -> input.name().equals(node.name()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a node lies between the stream and what is added to it. */
    private static boolean isBehind(Writer writer, Node node) {
        Set<String> seen = new HashSet<>();
        var next = new ArrayList<>(List.of(writer.node()));
        while (!next.isEmpty()) {
            Node one = next.remove(next.size() - 1);
            if (one.name().equals(node.name())) {
                return true;
            }
            if (seen.add(one.name())) {
                next.addAll(inputsWithoutStream(writer, one));
            }
        }
        return false;
    }

    private static boolean isStream(Writer writer, Node node) {
        return writer.reads().map(stream -> stream.name().equals(node.name())).orElse(false);
    }

    private static Collection<Node> inputsWithoutStream(Writer writer, Node node) {
        return node.inputs().stream().filter(input -> !isStream(writer, input)).toList();
    }
}
