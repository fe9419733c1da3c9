package io.orrery.model;

import io.orrery.graph.Graph;

/**
 * A model without weights: its shapes can be displayed, but it cannot run.
 *
 * @param id hash of its configuration, in the form of a model's content id
 * @param preset its name in URLs and on the command line
 * @param title its display name
 * @param source where its shapes are published, in a sentence or two
 * @param graph its computation graph, as for a model with weights
 */
public record Structure(String id, String preset, String title, String source, Graph graph) {}
