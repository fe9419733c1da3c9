package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The direct contributions of parts to one another, down to one answer (Elhage et al. 2021; Marks et al. 2024,
 * arXiv:2403.19647; Ameisen et al. 2025, "Circuit Tracing"). Attention patterns and the divisors of norms are held fixed, heads
 * read through their values alone, and MLPs are taken by their tangent. What is left is linear: an edge from u to r is the
 * target's gradient by r's output times that part of the output that is due to u, and the edges into r add up to the gradient
 * times r. Biases, and what the tangents leave over, come from the node {@link #CONSTANT}.
 *
 * <p>An edge is a direct contribution in this frozen model, not the reason for the answer. Immutable.
 */
public final class Circuit {
    /** The part of the node that is not computed from the text. */
    public static final String CONSTANT = "constant";

    /** The part of the node that all edges lead to. */
    public static final String LOGITS = "logits";

    /** The most edges that are kept. */
    public static final int MOST_EDGES = 8_000_000;

    private final List<Node> nodes;
    private final EdgeList edges;

    Circuit(List<Node> nodes, EdgeList edges) {
        this.nodes = List.copyOf(nodes);
        this.edges = edges;
    }

    /**
     * A part at a position.
     *
     * @param part its name
     * @param position empty for {@link #CONSTANT}
     * @param value the target's gradient by its output, times its output: what it contributes in all ways together
     */
    public record Node(String part, OptionalInt position, double value) {}

    /**
     * One direct contribution.
     *
     * @param from index of the node that is read
     * @param to index of the node that reads it
     */
    public record Edge(int from, int to, double value) {}

    /**
     * Traces the circuit of a target.
     *
     * @param least edges with a smaller absolute value are left out; 0 keeps all that are not 0
     * @throws OrreryException with {@link LabError.TooManyEdges} if the text is too long for the model's parts
     */
    public static Circuit of(Subject subject, Target target, double least, Progress progress) {
        return of(subject, target, least, MOST_EDGES, progress);
    }

    /**
     * The same, unless more edges are found than {@code most}.
     *
     * @throws OrreryException with {@link LabError.AnswerTooLarge} as soon as there are more
     */
    public static Circuit of(Subject subject, Target target, double least, int most, Progress progress) {
        subject.checkUnchanged();
        return new CircuitTracer(subject, target, least, most).trace(progress);
    }

    /**
     * How many edges a circuit may have; there are fewer if some are 0.
     *
     * @param positions up to the target's
     * @throws OrreryException with {@link LabError.TooManyEdges}
     */
    public static int mostEdges(Anatomy anatomy, int positions) {
        return CircuitTracer.checkEdges(anatomy, positions);
    }

    /**
     * The memory of a circuit's edges, in bytes.
     *
     * @param edges how many
     * @param isChosen whether some are chosen of them, as {@link #leading} does
     */
    public static long bytes(long edges, boolean isChosen) {
        return (edges + EdgeList.PIECE) * EdgeList.EDGE + (isChosen ? edges * CircuitGrowth.EDGE : 0);
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** The number of edges. */
    public int edges() {
        return edges.size();
    }

    /** An edge by its index. */
    public Edge edge(int index) {
        return new Edge(edges.from(index), edges.to(index), edges.value(index));
    }

    /**
     * The edges with the largest absolute values, strongest first, with the nodes that they connect and the {@link #LOGITS}.
     *
     * @param most how many edges
     */
    public Circuit strongest(int most) {
        return kept(strongestEdges(Math.min(most, edges.size())));
    }

    /**
     * The edges that are nearest to the answer: from the {@link #LOGITS} on, always the strongest one that leads to a node that is there
     * already, in this order, with the nodes that they connect.
     *
     * @param most how many edges at most; there are fewer if the others lead nowhere
     */
    public Circuit leading(int most) {
        return kept(new CircuitGrowth(nodes.size(), edges).from(nodes.size() - 1, most));
    }

    private Circuit kept(int[] kept) {
        var used = new boolean[nodes.size()];
        used[nodes.size() - 1] = true;
        for (int edge : kept) {
            used[edges.from(edge)] = true;
            used[edges.to(edge)] = true;
        }
        var index = new int[nodes.size()];
        var left = new ArrayList<Node>();
        for (int i = 0; i < used.length; i++) {
            index[i] = left.size();
            if (used[i]) {
                left.add(nodes.get(i));
            }
        }
        var chosen = new EdgeList(0, kept.length);
        for (int edge : kept) {
            chosen.add(index[edges.from(edge)], index[edges.to(edge)], edges.value(edge));
        }
        return new Circuit(left, chosen);
    }

    private int[] strongestEdges(int most) {
        if (most <= 0) {
            return new int[0];
        }
        var heap = new EdgeHeap(edges, false, most);
        for (int edge = 0; edge < edges.size(); edge++) {
            if (heap.size() == most && edges.isStronger(edge, heap.first())) {
                heap.take();
            }
            if (heap.size() < most) {
                heap.add(edge);
            }
        }
        var strongest = new int[most];
        for (int i = most - 1; i >= 0; i--) {
            strongest[i] = heap.take();
        }
        return strongest;
    }

    /** The index of a node. */
    public Optional<Integer> find(String part, OptionalInt position) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).part().equals(part) && nodes.get(i).position().equals(position)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /**
     * Checks an edge in another way: takes the part {@code from} out of what {@code to} alone reads, with the same things
     * held fixed, and follows the change forwards to the output of {@code to}.
     *
     * @return the gradient times the change of the output, which must be minus the edge
     * @throws OrreryException with {@link LabError.NoSuchEdge} if no part is taken out or nothing reads it
     */
    public static double check(Subject subject, Target target, Node from, Node to) {
        subject.checkUnchanged();
        from.position().ifPresent(subject::checkPosition);
        to.position().ifPresent(subject::checkPosition);
        return new CircuitCheck(subject, target).without(from, to);
    }
}
