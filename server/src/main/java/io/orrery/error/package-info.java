/**
 * What can go wrong because of what a person gave, as values without sentences, and the sentences for them. HTTP problems and
 * refusals of a room are made of these at the edge.
 */
package io.orrery.error;
