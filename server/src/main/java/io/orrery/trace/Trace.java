package io.orrery.trace;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;

/** One run: every activation of a model over a text. Immutable. */
public final class Trace {
    private final String id;
    private final Recipe recipe;
    private final Activations activations;
    private final TraceMemory memory;

    Trace(Recipe recipe, Activations activations, TraceMemory memory) {
        this.id = recipe.id();
        this.recipe = recipe;
        this.activations = activations;
        this.memory = memory;
    }

    /**
     * Keeps this trace's memory counted until the result is closed, even if the trace is evicted from the cache. For
     * answers that are written from the trace's own numbers, at the speed of their reader.
     *
     * @throws OrreryException with a {@link LibraryError.NoMemory} if it was evicted already and there is no memory for
     *     it now
     */
    public MemoryBudget.Hold hold(Requester requester) {
        return memory.hold(requester);
    }

    /**
     * Reserves memory for something that is made of this trace, such as a derived tensor.
     *
     * @param bytes its size
     * @throws OrreryException with a {@link LibraryError.NoMemory} if there is none at present
     */
    public MemoryBudget.Reservation reserve(long bytes, Requester requester) {
        return memory.budget().reserve(bytes, requester);
    }

    TraceMemory memory() {
        return memory;
    }

    public String id() {
        return id;
    }

    public Recipe recipe() {
        return recipe;
    }

    public Graph graph() {
        return activations.graph();
    }

    public int positions() {
        return activations.positions();
    }

    /**
     * The tensor of a node of {@link #graph}. One that is not kept is computed by this call, always with the same bits.
     */
    public Tensor tensor(Node node) {
        return activations.tensor(node);
    }

    /** The tensor with this name or alias. */
    public Tensor tensor(String name) {
        return tensor(graph().node(name).orElseThrow(() -> new IllegalArgumentException("no tensor is named " + name)));
    }

    /** The shape of a node's tensor, known without computing it. */
    public Layout layout(Node node) {
        return activations.layout(node);
    }

    /**
     * One cell of a trace or of its model's weights. Of a tensor that is not kept, only that cell's row is computed.
     */
    public float at(Cell cell) {
        var node = graph().node(cell.node())
                .orElseThrow(() -> new IllegalArgumentException("no tensor is named " + cell.node()));
        return activations.at(node, cell.index().stream().mapToInt(i -> i).toArray());
    }

    /**
     * The value that is drawn in full colour: 1 for probabilities, else {@link Tensor#colourScale}.
     *
     * @param tensor the node's tensor
     */
    public static float colourScale(Node node, Tensor tensor) {
        return node.op().isProbability() ? 1 : tensor.colourScale();
    }

    /**
     * Explains one cell.
     *
     * @param cell indices from 0, in the order of the node's axes
     */
    public Explanation explain(Node node, int... cell) {
        return activations.explain(node, cell);
    }

    /** The logits of the token after a position, {@code [d_vocab]}. */
    public float[] logits(int position) {
        return tensor("logits").rows()[position].clone();
    }

    /** The probabilities of the token after a position, {@code [d_vocab]}. */
    public float[] probabilities(int position) {
        return activations.row(graph().node("probs").orElseThrow(), position);
    }

    /** The token that follows the text. */
    public int next(Sampling sampling) {
        return sampling.next(logits(positions() - 1), positions());
    }

    /** The size of the kept tensors, in bytes. */
    public long bytes() {
        return activations.bytes();
    }

    /** The run itself. */
    public Activations activations() {
        return activations;
    }
}
