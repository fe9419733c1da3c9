package io.orrery.lab;

import io.orrery.graph.Frozen;
import io.orrery.graph.Gradients;
import io.orrery.graph.Node;
import io.orrery.tensor.Tensor;

/** The target's gradient by every node, with patterns and divisors held fixed. */
final class FrozenGradients {
    private final Subject subject;
    private final Gradients gradients;

    FrozenGradients(Subject subject, Target target) {
        this.subject = subject;
        Node normed = subject.anatomy().normed();
        var by = Tensor.zeros(subject.activations().layout(normed));
        by.rows()[target.position()] = target.direction(subject);
        this.gradients = Gradients.of(
                subject.activations(),
                normed,
                by,
                Frozen.PATTERNS,
                subject.anatomy().embedding());
    }

    /** The gradient by a node, by position. */
    float[][] by(Node node) {
        return gradients.by(node, subject.graph().sizes(), subject.length()).rows();
    }

    /** What the outputs of an MLP, weighted by their gradients, change if the stream that it reads changes; by position. */
    float[][] throughMlp(Writer mlp) {
        var by = new Tensor(subject.activations().layout(mlp.node()), by(mlp.node()), 0);
        return through(mlp, mlp.node(), by);
    }

    /** What the output of one expert, weighted by its gradient, changes if the stream that it reads changes; by position. */
    float[][] throughExpert(Writer mlp, int expert) {
        Node result = mlp.experts().orElseThrow().result();
        var by = Tensor.zeros(subject.activations().layout(result));
        float[][] gradient = by(mlp.node());
        for (int i = 0; i < gradient.length; i++) {
            System.arraycopy(gradient[i], 0, by.rows()[i], expert * gradient[i].length, gradient[i].length);
        }
        return through(mlp, result, by);
    }

    private float[][] through(Writer mlp, Node out, Tensor by) {
        Node stream = mlp.reads().orElseThrow();
        return Gradients.of(subject.activations(), out, by, Frozen.PATTERNS, stream)
                .by(stream, subject.graph().sizes(), subject.length())
                .rows();
    }
}
