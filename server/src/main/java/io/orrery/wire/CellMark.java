package io.orrery.wire;

import io.orrery.error.DomainError;
import io.orrery.error.RequestError;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A marked cell of a tensor, or a marked row, head or whole tensor.
 *
 * @param name the tensor's name
 * @param index one index per axis, from 0; {@link #ALL} selects the whole axis
 */
public record CellMark(String name, List<Integer> index) {
    public static final int ALL = -1;

    public CellMark {
        index = List.copyOf(index);
    }

    /**
     * Why this is on nothing: there is no such tensor, or no such cell in a text of this many positions; empty if it is
     * there.
     */
    public Optional<DomainError> problemIn(Graph graph, int positions) {
        Optional<Node> node = graph.node(name);
        if (node.isEmpty()) {
            return Optional.of(new RequestError.UnknownTensor(name));
        }
        List<Axis> axes = node.get().axes();
        boolean isThere = index.size() == axes.size()
                && IntStream.range(0, axes.size())
                        .allMatch(i -> index.get(i) < axes.get(i).length(graph.sizes(), positions));
        return isThere ? Optional.empty() : Optional.of(new RequestError.UnknownCell(name + " " + index));
    }
}
