/**
 * A transformer as a graph of named operations. It is declared once; inference, backward pass, steps, layout and the
 * arithmetic of single cells are derived from the declaration.
 */
package io.orrery.graph;
