package io.orrery.graph;

import java.util.function.Predicate;

/**
 * Which nodes are held fixed while a derivative is taken: the derivative does not go through them.
 *
 * @param fixed whether a node is held fixed
 */
public record Frozen(Predicate<Node> fixed) {
    /** Nothing: the derivative by everything, weights included. */
    public static final Frozen NOTHING = new Frozen(node -> false);

    /** Weights and what is computed from weights alone: the derivative by activations only. */
    public static final Frozen WEIGHTS = new Frozen(Node::constant);

    /** Weights and the divisors of norms: a norm is then a linear map. */
    public static final Frozen DIVISORS = new Frozen(node -> node.constant() || node.has(Trait.NORM));

    /**
     * Weights, divisors, attention patterns, and which experts are taken with which weights: heads read through their values alone, and what is left of the graph
     * is linear but for the activation functions, which a derivative takes by their tangents (Elhage et al. 2021, "A
     * Mathematical Framework for Transformer Circuits").
     */
    public static final Frozen PATTERNS = new Frozen(node -> DIVISORS.holds(node)
            || node.has(Trait.attention("pattern"))
            || node.has(Trait.routing("taken"))
            || node.has(Trait.routing("weights")));

    boolean holds(Node node) {
        return fixed.test(node);
    }
}
