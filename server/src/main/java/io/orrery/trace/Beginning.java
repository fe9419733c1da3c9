package io.orrery.trace;

import io.orrery.graph.Intervention;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the cached trace from which a computation of a recipe begins. */
final class Beginning {
    private final Recipe recipe;
    private final Offered model;
    private final TraceCache cache;
    private final List<String> prefixes;
    /** The ids of the unchanged texts whose rows a changed text can share, in ascending order of length. */
    private final List<String> unchanged = new ArrayList<>();

    private final Map<String, Integer> reach;

    /**
     * A trace to begin from, and what remains to be computed.
     *
     * @param trace empty for none
     * @param rows the bytes of the rows that are not shared with it
     */
    record From(Optional<Trace> trace, long rows) {}

    Beginning(Recipe recipe, Offered model, TraceCache cache) {
        this.recipe = recipe;
        this.model = model;
        this.cache = cache;
        this.prefixes = recipe.prefixIds();
        if (recipe.isChanged()) {
            Recipe plain = recipe.with(List.of());
            unchanged.addAll(plain.prefixIds());
            unchanged.add(plain.id());
            var graph = model.model().graph();
            reach = Intervention.reach(graph, Changes.interventions(graph, recipe.changes(), Means.UNKNOWN));
        } else {
            reach = Map.of();
        }
    }

    /**
     * The longest beginning of the text with the same changes, or a run without changes of the text or its beginning: whichever
     * leaves less to be computed. Must be called within the budget's monitor.
     */
    From find() {
        int length = recipe.tokens().size();
        From same = from(cache.longest(prefixes), length);
        Optional<Trace> plain = cache.longest(unchanged);
        if (plain.isEmpty()) {
            return same;
        }
        long rows = model.size().changedRows(reach, plain.get().positions(), length);
        return rows < same.rows() ? new From(plain, rows) : same;
    }

    private From from(Optional<Trace> trace, int length) {
        return new From(trace, model.size().rows(trace.map(Trace::positions).orElse(0), length));
    }
}
