/**
 * Errors that people can cause and correct, as values, and the sentences for them. HTTP problems and refusals of a room
 * are made from these at the edge.
 */
package io.orrery.error;
