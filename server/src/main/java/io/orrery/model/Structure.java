package io.orrery.model;

import io.orrery.graph.Graph;

/**
 * A model of which only the shapes are here: it can be looked at, and cannot run.
 *
 * @param id the address of its configuration, of the same form as a model's content id
 * @param preset what it is called in addresses and on the command line
 * @param title what people call it
 * @param source where its shapes are published, a sentence or two
 * @param graph its declaration, written out: the same that a model with weights is run by
 */
public record Structure(String id, String preset, String title, String source, Graph graph) {}
