package io.orrery.tour;

import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The visible steps of a model, in order.
 *
 * <p>The first layer is always open. A later layer is a single step, except while the cursor is on one of its inner
 * steps: then it is open. The visible steps are thus a function of the cursor, with no other state.
 *
 * <p>All layers are visible, and any can be chosen. Going on from step to step visits all layers of a small model, but only
 * {@linkplain #visited some} of a large one.
 */
public final class Walk {
    /** A model with more layers is large. */
    public static final int FEW_LAYERS = 4;

    private final Graph graph;

    public Walk(Graph graph) {
        this.graph = graph;
    }

    /** The graph whose steps these are. */
    public Graph graph() {
        return graph;
    }

    public String first() {
        return graph.steps().iterator().next().id();
    }

    /** Whether the cursor may be on this step. */
    public boolean contains(String step) {
        return graph.step(step).filter(found -> isShown(found, found)).isPresent();
    }

    /** Whether a step computes what is known of the next token: a number for each token of the vocabulary. */
    public boolean tellsNext(String step) {
        return ofVocabulary(step).findAny().isPresent();
    }

    /** Whether a step computes the probabilities of the next token. */
    public boolean showsNext(String step) {
        return ofVocabulary(step).anyMatch(node -> node.op().isProbability());
    }

    private Stream<Node> ofVocabulary(String step) {
        return graph.step(step).stream()
                .flatMap(found -> found.nodes().stream())
                .filter(node -> node.axes().contains(Axis.D_VOCAB));
    }

    /** The step after this one, if any, where all layers are visited. */
    public Optional<String> next(String step) {
        return next(step, List.of());
    }

    /**
     * The step after this one, if any.
     *
     * @param visited the layers that are visited, from 0; empty for all
     */
    public Optional<String> next(String step, List<Integer> visited) {
        return after(step, around(step), visited);
    }

    /**
     * The step before this one, if any.
     *
     * @param visited the layers that are visited, from 0; empty for all
     */
    public Optional<String> back(String step, List<Integer> visited) {
        List<String> shown = new ArrayList<>(around(step));
        Collections.reverse(shown);
        return after(step, shown, visited);
    }

    private Optional<String> after(String step, List<String> shown, List<Integer> visited) {
        return shown.stream()
                .skip(shown.indexOf(step) + 1L)
                .filter(id -> visited.isEmpty() || !isPassed(id, visited))
                .findFirst();
    }

    private boolean isPassed(String id, List<Integer> visited) {
        return graph.step(id)
                .filter(Walk::isWholeLayer)
                .filter(step -> !visited.contains(step.layer().getAsInt()))
                .isPresent();
    }

    /**
     * The layers that a walk through a large model visits: the first two, of those between them and the last the one whose parts add
     * most to the answer, and the last.
     *
     * @param adds what each layer adds to the answer, by layer; empty if that is not measured: then it is the middle one
     * @return in order, from 0; all layers of a small model
     */
    public static List<Integer> visited(int layers, double... adds) {
        if (layers <= FEW_LAYERS) {
            return IntStream.range(0, layers).boxed().toList();
        }
        int most = IntStream.range(2, layers - 1)
                .filter(layer -> adds.length == layers)
                .boxed()
                .max(Comparator.<Integer>comparingDouble(layer -> adds[layer]).thenComparing(Comparator.reverseOrder()))
                .orElse(layers / 2);
        return List.of(0, 1, most, layers - 1);
    }

    /** All steps that are visible while the cursor is on this one, in order; empty for an unknown step. */
    public List<String> around(String cursor) {
        return graph.step(cursor)
                .map(at -> graph.steps().stream()
                        .filter(step -> isShown(step, at))
                        .map(Step::id)
                        .toList())
                .orElse(List.of());
    }

    private static boolean isShown(Step step, Step cursor) {
        if (step.layer().isEmpty()) {
            return true;
        }
        int layer = step.layer().getAsInt();
        boolean isOpen = layer == 0 || (!isWholeLayer(cursor) && cursor.layer().equals(step.layer()));
        return isOpen != isWholeLayer(step);
    }

    private static boolean isWholeLayer(Step step) {
        return step.layer().isPresent()
                && step.id().equals("blocks." + step.layer().getAsInt());
    }
}
