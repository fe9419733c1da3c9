/** Tensors with named axes, stored as rows of floats, and the kernels that compute on them. */
package io.orrery.tensor;
