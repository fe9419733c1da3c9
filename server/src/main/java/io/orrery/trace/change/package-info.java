/** Changes of a model while it runs: how they are written, whether they are possible, and what the forward pass makes of them. */
package io.orrery.trace.change;
