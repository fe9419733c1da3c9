package io.orrery.trace;

import io.orrery.graph.Graph;
import io.orrery.graph.Weights;

/**
 * What traces are computed with.
 *
 * @param model the model's content id
 * @param graph its declaration, written out
 * @param weights its weights
 */
public record Source(String model, Graph graph, Weights weights) {}
