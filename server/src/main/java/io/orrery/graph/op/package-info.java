/** The operations that architectures are declared with: one file each, with forward, backward and explain. */
package io.orrery.graph.op;
