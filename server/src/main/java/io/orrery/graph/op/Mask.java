package io.orrery.graph.op;

import io.orrery.graph.Explanation;
import io.orrery.graph.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which keys a query sees: those at or before its own position and, with a window, only the last {@code window} of these
 * (sliding-window attention: Beltagy et al. 2020, arXiv:2004.05150; Jiang et al. 2023, arXiv:2310.06825).
 */
public record Mask(OptionalInt window) {
    /** Every key at or before the query. */
    public static final Mask CAUSAL = new Mask(OptionalInt.empty());

    /** The keys of distance 0 to {@code positions} − 1 before the query. */
    public static Mask window(int positions) {
        if (positions < 1) {
            throw new IllegalArgumentException("a window of " + positions + " positions");
        }
        return new Mask(OptionalInt.of(positions));
    }

    /** The first key that a query sees; it sees all from there to its own position. */
    int first(int query) {
        return window.isEmpty() ? 0 : Math.max(0, query - window.getAsInt() + 1);
    }

    boolean hides(int query, int key) {
        return key > query || key < first(query);
    }

    /** The explanation of a hidden cell, which reads {@code value}. */
    Explanation.Masked explain(int query, int key, double value) {
        return new Explanation.Masked(query, key, key > query ? OptionalInt.empty() : window, value);
    }

    /** The traits of an op with this mask, whose hidden cells read {@code value}. */
    List<Trait> traits(float value, Trait... others) {
        var traits = new ArrayList<>(List.of(others));
        traits.add(Trait.masked(value));
        window.ifPresent(positions -> traits.add(Trait.window(positions)));
        return List.copyOf(traits);
    }
}
