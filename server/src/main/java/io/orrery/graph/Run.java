package io.orrery.graph;

import io.orrery.tensor.Workers;

/**
 * What an op may know besides its inputs.
 *
 * @param tokens the token at each position; not to be changed
 * @param workers the threads that share a large product
 */
public record Run(int[] tokens, Workers workers) {}
