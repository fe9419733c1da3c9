package io.orrery.model;

import io.orrery.graph.Graph;

/** Checks whether there is memory for a model, before its weights are read. */
@FunctionalInterface
public interface MemoryCheck {
    /**
     * @param name the model's name
     * @param weights the memory that its weights will take, in bytes
     * @throws io.orrery.error.OrreryException if there is not
     */
    void check(String name, Graph graph, long weights);
}
