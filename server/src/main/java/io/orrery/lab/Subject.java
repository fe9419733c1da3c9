package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Trace;
import io.orrery.trace.change.Changes;
import java.util.List;
import java.util.Map;

/** A run of a model that questions are asked about. Immutable. */
public final class Subject {
    private final RunnableModel model;
    private final Anatomy anatomy;
    private final Run run;
    private final Activations activations;

    private Subject(RunnableModel model, Anatomy anatomy, Run run, Activations activations) {
        this.model = model;
        this.anatomy = anatomy;
        this.run = run;
        this.activations = activations;
    }

    /**
     * Runs a model over a text.
     *
     * @throws OrreryException with a {@link LibraryError} if the model cannot run the text
     */
    public static Subject of(RunnableModel model, List<Integer> tokens, Workers workers) {
        return of(model, Anatomy.of(model.graph()), tokens, workers);
    }

    /** The run of a trace, with its own numbers: nothing is computed again. */
    public static Subject of(RunnableModel model, Trace trace, Workers workers) {
        return of(model, Anatomy.of(model.graph()), trace, workers);
    }

    /** The same, with the model's anatomy, which takes longer to find than some answers. */
    public static Subject of(RunnableModel model, Anatomy anatomy, Trace trace, Workers workers) {
        int[] tokens = trace.recipe().tokens().stream().mapToInt(token -> token).toArray();
        return new Subject(model, anatomy, new Run(tokens, workers), trace.activations());
    }

    private static Subject of(RunnableModel model, Anatomy anatomy, List<Integer> tokens, Workers workers) {
        model.check(tokens);
        var run = new Run(tokens.stream().mapToInt(token -> token).toArray(), workers);
        return new Subject(model, anatomy, run, Activations.compute(model.graph(), model.weights(), run));
    }

    /** The run of another text with the unchanged model. */
    public Subject ofText(List<Integer> tokens) {
        return of(model, anatomy, tokens, run.workers());
    }

    /** The run of another text with the same model, as far as it is changed at every position. */
    public Subject ofTextAsChanged(List<Integer> tokens) {
        model.check(tokens);
        var other = new Run(tokens.stream().mapToInt(token -> token).toArray(), run.workers());
        return new Subject(model, anatomy, other, activations.ofText(other));
    }

    /** Whether something is changed in the model. */
    public boolean isChanged() {
        return activations.isChanged();
    }

    /**
     * Checks that this run is not changed, for questions that run the model again, or take its parts by their tangents.
     *
     * @throws OrreryException with {@link LabError.AlreadyChanged}
     */
    void checkUnchanged() {
        if (isChanged()) {
            throw new OrreryException(new LabError.AlreadyChanged());
        }
    }

    /** The same text with other activations. */
    Subject with(Activations changed) {
        return new Subject(model, anatomy, run, changed);
    }

    /** The parts whose sum is a stream of this run: each expert's, unless the whole of what they add is changed. */
    List<ResidualComponent> parts(Node ofStream) {
        return anatomy.parts(ofStream, activations::isChanged);
    }

    public Anatomy anatomy() {
        return anatomy;
    }

    public Graph graph() {
        return anatomy.graph();
    }

    public Activations activations() {
        return activations;
    }

    /** The number of positions. */
    public int length() {
        return run.tokens().length;
    }

    public List<Integer> tokens() {
        return java.util.Arrays.stream(run.tokens()).boxed().toList();
    }

    public Workers workers() {
        return run.workers();
    }

    public Weights weights() {
        return model.weights();
    }

    /** Logits of the token after a position, {@code [d_vocab]}. Must not be modified. */
    public float[] logits(int position) {
        return activations.row(anatomy.logits(), position);
    }

    /** The stream after some layers, {@code [pos, d_model]}; before the first for 0. Must not be modified. */
    public float[][] stream(int after) {
        Node node = after == anatomy.layers() ? anatomy.stream() : anatomy.entering(after);
        return activations.tensor(node).rows();
    }

    /**
     * Applies a part of the graph to other numbers.
     *
     * @param given rows for some nodes by name, as many for each
     * @param rows their number
     */
    Activations applied(Map<String, Tensor> given, int rows) {
        return Activations.given(graph(), weights(), new Run(new int[rows], run.workers()), given);
    }

    /** @throws OrreryException with {@link LabError.NoSuchPosition} */
    void checkPosition(int position) {
        Changes.checkPosition(position, length());
    }

    /** @throws OrreryException with {@link LibraryError.TokenOutOfVocabulary} */
    void checkToken(int token) {
        int vocabulary = graph().sizes().d_vocab();
        if (token < 0 || token >= vocabulary) {
            throw new OrreryException(new LibraryError.TokenOutOfVocabulary(token, vocabulary - 1));
        }
    }

    /**
     * A layer's attention.
     *
     * @throws OrreryException with {@link LabError.NoSuchLayer} if there is no such layer
     */
    Attention attention(int layer) {
        checkLayer(layer);
        return anatomy.attention(layer).orElseThrow();
    }

    /** @throws OrreryException with {@link LabError.NoSuchLayer} */
    void checkLayer(int layer) {
        if (layer < 0 || layer >= anatomy.layers()) {
            throw new OrreryException(new LabError.NoSuchLayer(layer, anatomy.layers() - 1));
        }
    }

    /** @throws OrreryException with {@link LabError.NoSuchHead} */
    static void checkHead(int head, int heads) {
        Changes.checkHead(head, heads);
    }
}
