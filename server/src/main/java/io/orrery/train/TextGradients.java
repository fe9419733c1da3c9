package io.orrery.train;

import io.orrery.graph.Activations;
import io.orrery.graph.CrossEntropy;
import io.orrery.graph.Gradients;
import io.orrery.graph.Graph;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How one text's loss depends on all that was computed of it.
 *
 * @param targets the token that should follow each position, or {@link CrossEntropy#IGNORED}
 * @param losses −log of the probability of each position's target, nats; empty where there is none
 * @param loss their mean
 * @param gradients of the loss by each activation that is drawn and on which it depends, by node name; of the activation's shape
 */
public record TextGradients(
        List<Integer> targets, List<OptionalDouble> losses, double loss, Map<String, Tensor> gradients) {
    public TextGradients {
        targets = List.copyOf(targets);
        losses = List.copyOf(losses);
        gradients = Map.copyOf(gradients);
    }

    public static TextGradients of(Graph graph, Weights weights, Example text) {
        var activations = Activations.compute(graph, weights, new Run(text.tokens(), new Workers(1)));
        Node logits = graph.node("logits").orElseThrow();
        Tensor output = activations.tensor(logits);
        var byLogits = Tensor.zeros(output.layout());
        double loss = CrossEntropy.lossAndGradient(output, text.targets(), text.weights(), byLogits);
        var all = Gradients.of(activations, logits, byLogits);
        var gradients = new LinkedHashMap<String, Tensor>();
        for (Node node : graph.nodes()) {
            if (!node.constant() && node.keep() != Keep.ASIDE && all.reaches(node)) {
                gradients.put(node.name(), all.by(node, graph.sizes(), text.tokens().length));
            }
        }
        var targets = new ArrayList<Integer>();
        var losses = new ArrayList<OptionalDouble>();
        for (int position = 0; position < text.targets().length; position++) {
            int target = text.targets()[position];
            targets.add(target);
            losses.add(
                    target == CrossEntropy.IGNORED
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(CrossEntropy.loss(output.rows()[position], target)));
        }
        return new TextGradients(targets, losses, loss, gradients);
    }
}
