package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Node;
import io.orrery.graph.Tangents;
import io.orrery.tensor.Tensor;
import java.util.OptionalInt;

/** Follows what taking a part away does to a reader, forwards, in the same frozen model as {@link CircuitTracer}. */
final class CircuitCheck {
    private final Subject subject;
    private final Target target;
    private final Activations activations;

    CircuitCheck(Subject subject, Target target) {
        this.subject = subject;
        this.target = target;
        this.activations = subject.activations();
    }

    double without(Circuit.Node from, Circuit.Node to) {
        if (to.position().orElse(Integer.MAX_VALUE) > target.position()) {
            throw noSuchEdge(from, to);
        }
        var anatomy = subject.anatomy();
        if (to.part().equals(Circuit.LOGITS)) {
            ResidualComponent part = part(from, to, anatomy.stream());
            float[] change = changed(anatomy.stream(), part, from, anatomy.normed(), to.position());
            return Attribution.dot(change, target.direction(subject));
        }
        ResidualComponent reader = anatomy.parts(anatomy.stream()).stream()
                .filter(part ->
                        part.name().equals(to.part()) && part.writer().reads().isPresent())
                .findFirst()
                .orElseThrow(() -> noSuchEdge(from, to));
        Node stream = reader.writer().reads().orElseThrow();
        ResidualComponent part = part(from, to, stream);
        float[] change = reader.of(changed(stream, part, from, reader.node(), to.position()));
        float[] gradient = new FrozenGradients(subject, target)
                .by(reader.writer().node())[to.position().orElseThrow()];
        return Attribution.dot(change, gradient);
    }

    private ResidualComponent part(Circuit.Node from, Circuit.Node to, Node stream) {
        return subject.anatomy().parts(stream).stream()
                .filter(part ->
                        part.name().equals(from.part()) && from.position().isPresent())
                .findFirst()
                .orElseThrow(() -> noSuchEdge(from, to));
    }

    /** The change of a row of a node if a part is taken out of the stream at its own position. */
    private float[] changed(Node stream, ResidualComponent part, Circuit.Node from, Node to, OptionalInt at) {
        float[] value = part.at(activations, from.position().orElseThrow());
        var change = Tensor.zeros(activations.layout(stream));
        for (int j = 0; j < value.length; j++) {
            change.rows()[from.position().getAsInt()][j] = -value[j];
        }
        return Tangents.of(activations, stream, change, to, Frozen.PATTERNS).rows()[at.orElseThrow()];
    }

    private static OrreryException noSuchEdge(Circuit.Node from, Circuit.Node to) {
        return new OrreryException(new LabError.NoSuchEdge(name(from), name(to)));
    }

    private static String name(Circuit.Node node) {
        return node.part()
                + (node.position().isPresent() ? "@" + node.position().getAsInt() : "");
    }
}
