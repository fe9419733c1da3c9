package io.orrery.tour;

import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Step;
import java.util.List;
import java.util.Optional;

/**
 * The visible steps of a model, in order.
 *
 * <p>The first layer is always open. A later layer is a single step, except while the cursor is on one of its inner
 * steps: then it is open. The visible steps are thus a function of the cursor, with no other state.
 */
public final class Walk {
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
        return graph.step(step).stream()
                .flatMap(found -> found.nodes().stream())
                .anyMatch(node -> node.axes().contains(Axis.D_VOCAB));
    }

    /** The step after this one, if any. */
    public Optional<String> next(String step) {
        List<String> shown = around(step);
        int at = shown.indexOf(step);
        return at >= 0 && at + 1 < shown.size() ? Optional.of(shown.get(at + 1)) : Optional.empty();
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
