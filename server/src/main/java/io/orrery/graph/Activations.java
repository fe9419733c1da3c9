package io.orrery.graph;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * The activations of one text: the tensor of every kept node. Immutable; {@link #grow} returns those of a longer text, which
 * share the rows.
 */
public final class Activations {
    /** Cost of allocating a float, in multiplications: it is zeroed, and may cause a page fault. */
    private static final long ZEROING = 8;

    private final Graph graph;
    private final Weights weights;
    private final Run run;
    private final Map<String, Tensor> tensors;

    private Activations(Graph graph, Weights weights, Run run, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.weights = weights;
        this.run = run;
        this.tensors = tensors;
    }

    /** The activations of an empty text. */
    public static Activations none(Graph graph, Weights weights, Run run) {
        return new Activations(graph, weights, new Run(new int[0], run.workers()), Map.of());
    }

    /** Computes a text from the start. */
    public static Activations compute(Graph graph, Weights weights, Run run) {
        return none(graph, weights, run).grow(run.tokens());
    }

    /**
     * Computes the positions that {@code tokens} adds. Attention is causal, so earlier rows do not change and are shared.
     *
     * @param tokens this text, continued
     */
    public Activations grow(int... tokens) {
        var pass = forwardPass(tokens);
        while (pass.advance()) {
            // Nothing to do between two nodes.
        }
        return pass.result();
    }

    /** The same, one node at a time. */
    public ForwardPass forwardPass(int... tokens) {
        return new ForwardPass(this, new Run(tokens.clone(), run.workers()));
    }

    /** The activations of a longer text. */
    Activations with(Run longer, Map<String, Tensor> grown) {
        return new Activations(graph, weights, longer, grown);
    }

    public int positions() {
        return run.tokens().length;
    }

    public Graph graph() {
        return graph;
    }

    /** The tensor of a node. A derived one is computed by this call. */
    public Tensor tensor(Node node) {
        if (node.constant()) {
            return weights.get(node);
        }
        if (!node.isDerived()) {
            return tensors.get(node.name());
        }
        var out = withRows(node, positions(), new float[0][]);
        node.op().forward(run, inputs(node, tensors), out, 0, positions());
        return out;
    }

    /** One row of a node's tensor. Of a derived one, only that row is computed. */
    public float[] row(Node node, int position) {
        if (node.constant() || !node.isDerived()) {
            return tensor(node).rows()[position];
        }
        Layout layout = layout(node);
        var rows = new float[positions()][];
        rows[position] = new float[layout.columns(position)];
        node.op()
                .forward(
                        run,
                        inputs(node, tensors),
                        new Tensor(layout, rows, node.op().masked()),
                        position,
                        position + 1);
        return rows[position];
    }

    /** One cell of a node's tensor. Of a derived one, only that cell's row is computed. */
    public float at(Node node, int... cell) {
        if (node.constant() || !node.isDerived()) {
            return tensor(node).at(cell);
        }
        Layout layout = layout(node);
        int column = layout.column(cell);
        return column < 0 ? node.op().masked() : row(node, layout.row(cell))[column];
    }

    /** The shape of a node's tensor over this text, known without computing it. */
    public Layout layout(Node node) {
        return node.layout(graph.sizes(), positions());
    }

    /** What one cell of a node was computed from. */
    public Explanation explain(Node node, int... cell) {
        return node.op().explain(run, operands(node), cell);
    }

    /** The size of the kept tensors, in bytes. */
    public long bytes() {
        return tensors.values().stream().mapToLong(Tensor::bytes).sum();
    }

    Run run() {
        return run;
    }

    Tensor[] inputs(Node node) {
        return inputs(node, tensors);
    }

    Tensor[] inputs(Node node, Map<String, Tensor> computed) {
        return node.inputs().stream()
                .map(input -> input.constant() ? weights.get(input) : computed.get(input.name()))
                .toArray(Tensor[]::new);
    }

    private Operands operands(Node node) {
        return new Operands(
                node.inputs().stream().map(Node::name).toList(),
                node.inputs().stream().map(this::layout).toList());
    }

    /** The known rows of a node, followed by rows of zeros to be computed. */
    Tensor lengthened(Node node, int positions) {
        Tensor shorter = tensors.get(node.name());
        return withRows(node, positions, shorter == null ? new float[0][] : shorter.rows());
    }

    /** A tensor that begins with the rows {@code known}, followed by rows of zeros. */
    private Tensor withRows(Node node, int positions, float[][] known) {
        Layout layout = node.layout(graph.sizes(), positions);
        float[][] rows = Arrays.copyOf(known, positions);
        if (known.length < positions) {
            run.workers().share(known.length, positions, ZEROING * layout.columns(positions - 1), (first, last) -> {
                for (int i = first; i < last; i++) {
                    rows[i] = new float[layout.columns(i)];
                }
            });
        }
        return new Tensor(layout, rows, node.op().masked());
    }
}
