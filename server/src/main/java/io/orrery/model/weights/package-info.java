/** The mapping from stored tensors to weights, reading of weights, and adapters. */
package io.orrery.model.weights;
