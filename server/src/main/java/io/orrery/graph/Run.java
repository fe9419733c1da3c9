package io.orrery.graph;

import io.orrery.tensor.Workers;

/**
 * The context of a forward or backward pass.
 *
 * @param tokens the token at each position; must not be modified
 * @param workers the threads among which large products are divided
 */
public record Run(int[] tokens, Workers workers) {}
