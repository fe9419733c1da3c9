package io.orrery.graph;

import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The activations of one text: the tensor of every kept node. Immutable; {@link #grow} returns those of a longer text, and
 * {@link #changed} those of the same text with some nodes changed. Both share the rows that stay as they are.
 */
public final class Activations {
    /** Cost of allocating a float, in multiplications: it is zeroed, and may cause a page fault. */
    private static final long ZEROING = 8;

    private final Graph graph;
    private final Weights weights;
    private final Run run;
    private final Map<String, Tensor> tensors;
    private final Plan plan;

    private Activations(Graph graph, Weights weights, Run run, Map<String, Tensor> tensors, Plan plan) {
        this.graph = graph;
        this.weights = weights;
        this.run = run;
        this.tensors = tensors;
        this.plan = plan;
    }

    /** The activations of an empty text. */
    public static Activations none(Graph graph, Weights weights, Run run) {
        return new Activations(graph, weights, new Run(new int[0], run.workers()), Map.of(), Plan.WHOLE);
    }

    /**
     * Activations of which only some nodes are given; others are computed from these when they are read. So a part of the
     * graph can be applied to numbers of one's own.
     *
     * @param run as many tokens as there are rows
     * @param given tensors by the name of their node
     */
    public static Activations given(Graph graph, Weights weights, Run run, Map<String, Tensor> given) {
        return new Activations(graph, weights, run, Map.copyOf(given), Plan.WHOLE);
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
        return result(forwardPass(tokens));
    }

    /** The same, one node at a time. The new positions are changed by the interventions that these activations have. */
    public ForwardPass forwardPass(int... tokens) {
        return new ForwardPass(this, Optional.empty(), new Run(tokens.clone(), run.workers()), plan);
    }

    /**
     * The same, sharing what does not depend on a change with the unchanged run of the same text, or of its beginning.
     *
     * @throws IllegalStateException if that run is changed
     */
    public ForwardPass forwardPass(Activations unchanged, int... tokens) {
        return new ForwardPass(this, Optional.of(unchanged.unchanged()), new Run(tokens.clone(), run.workers()), plan);
    }

    /**
     * The activations of an empty text that changes as it grows.
     *
     * @param interventions in the order in which they are made
     */
    public static Activations none(Graph graph, Weights weights, Run run, List<Intervention> interventions) {
        return none(graph, weights, run).with(new Run(new int[0], run.workers()), Map.of(), Plan.of(interventions));
    }

    /**
     * The run of another text by the same model, with those changes that are made at every position. A change at some places of this
     * text says nothing about another one.
     */
    public Activations ofText(Run other) {
        var everywhere = plan.all().stream().filter(Intervention::isEverywhere).toList();
        return none(graph, weights, other, everywhere).grow(other.tokens());
    }

    /**
     * The activations of the same text with some nodes changed. Only what depends on a changed row is computed.
     *
     * @param interventions in the order in which they are made
     * @throws IllegalStateException if these activations are changed already
     */
    public Activations changed(List<Intervention> interventions) {
        return changed(Plan.of(interventions));
    }

    /** The same, but computes only what {@code wanted} depends on. Nodes behind it are computed when they are read. */
    public Activations changed(List<Intervention> interventions, Node wanted) {
        return changed(Plan.of(interventions).only(wanted));
    }

    private Activations changed(Plan changes) {
        Activations nothing = with(new Run(new int[0], run.workers()), Map.of(), changes);
        return result(new ForwardPass(nothing, Optional.of(unchanged()), run, changes));
    }

    /** Whether interventions change this run. */
    public boolean isChanged() {
        return !plan.changesNothing();
    }

    /** Whether an intervention changes this node itself. */
    public boolean isChanged(Node node) {
        return !plan.on(node).isEmpty();
    }

    private Activations unchanged() {
        if (isChanged()) {
            throw new IllegalStateException("changes are made to unchanged activations");
        }
        return this;
    }

    private static Activations result(ForwardPass pass) {
        while (pass.advance()) {
            // Nothing to do between two nodes.
        }
        return pass.result();
    }

    /** Other activations of the same model. */
    Activations with(Run other, Map<String, Tensor> computed, Plan changes) {
        return new Activations(graph, weights, other, computed, changes);
    }

    Plan plan() {
        return plan;
    }

    public int positions() {
        return run.tokens().length;
    }

    public Graph graph() {
        return graph;
    }

    /** The tensor of a node. One that is not kept is computed by this call. */
    public Tensor tensor(Node node) {
        if (isKept(node)) {
            return node.constant() ? weights.get(node) : tensors.get(node.name());
        }
        var out = withRows(node, positions(), new float[0][]);
        node.op().forward(run, inputs(node), out, 0, positions());
        plan.on(node).forEach(change -> change.applyTo(out, 0));
        return out;
    }

    private boolean isKept(Node node) {
        return node.constant() || tensors.containsKey(node.name());
    }

    /** One row of a node's tensor. Of one that is not kept, only that row is computed. */
    public float[] row(Node node, int position) {
        if (isKept(node)) {
            return tensor(node).rows(position, position + 1)[0];
        }
        Layout layout = layout(node);
        var rows = new float[positions()][];
        rows[position] = new float[layout.columns(position)];
        var out = new Tensor(layout, rows, node.op().masked());
        node.op().forward(run, inputs(node), out, position, position + 1);
        plan.on(node).forEach(change -> change.applyTo(out, position, position + 1));
        return rows[position];
    }

    /** One cell of a node's tensor. Of one that is not kept, only that cell's row is computed. */
    public float at(Node node, int... cell) {
        if (isKept(node)) {
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
        return node.inputs().stream().map(this::tensor).toArray(Tensor[]::new);
    }

    private Operands operands(Node node) {
        return new Operands(
                node.inputs().stream().map(Node::name).toList(),
                node.inputs().stream().map(this::layout).toList(),
                cell -> at(
                        graph.node(cell.node()).orElseThrow(),
                        cell.index().stream().mapToInt(i -> i).toArray()));
    }

    /**
     * A node's tensor for a longer text: the rows of this one, then rows of an unchanged run, then zeros to be computed.
     *
     * @param shared the position after the last row that is shared
     * @param copied the position after the last row that is a copy, to be changed
     */
    Tensor continued(Node node, int positions, Optional<Activations> unchanged, int shared, int copied) {
        Tensor own = tensors.get(node.name());
        Tensor other = unchanged.map(run -> run.tensors.get(node.name())).orElse(null);
        for (Tensor whole : new Tensor[] {own, other}) {
            if (whole != null
                    && shared == positions
                    && whole.rows().length == positions
                    && (whole == own || positions() == 0)) {
                return whole;
            }
        }
        var rows = new float[copied][];
        for (int i = 0; i < copied; i++) {
            float[] row = (i < positions() ? own : other).rows()[i];
            rows[i] = i < shared ? row : row.clone();
        }
        return withRows(node, positions, rows);
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
