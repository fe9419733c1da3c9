/** Rows of floats with named axes, and the few kernels that must be fast. */
package io.orrery.tensor;
