/** The architectures: one declaration each, about a page long, and the parts that decoders share. */
package io.orrery.graph.architecture;
