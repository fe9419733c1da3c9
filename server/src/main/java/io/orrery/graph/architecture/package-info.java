/** The architectures: one declaration each, about a page long, and what decoders have in common. */
package io.orrery.graph.architecture;
