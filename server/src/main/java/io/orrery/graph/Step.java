package io.orrery.graph;

import java.util.List;
import java.util.OptionalInt;

/**
 * One press of the key.
 *
 * @param id such as {@code blocks.2.attn.scores}; a layer as one step is {@code blocks.2}
 * @param chapter the chapter of the walk
 * @param layer its layer, from 0; empty outside the layers
 * @param nodes the nodes that it computes, without weights
 */
public record Step(String id, String chapter, OptionalInt layer, List<Node> nodes) {}
