/**
 * Facts: what a tour's text says about the present trace, such as {@code prob next 1}. {@link io.orrery.tour.fact.Fact} reads
 * them, {@link io.orrery.tour.fact.Condition} compares them. Layers, heads, positions and numbers count from 1 in what is read
 * and in its errors, as a tour's author counts.
 */
package io.orrery.tour.fact;
