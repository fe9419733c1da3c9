package io.orrery.graph;

import java.util.List;
import java.util.OptionalInt;

/**
 * One press of the key.
 *
 * @param id such as {@code blocks.2.attn.scores}; a layer as one step is {@code blocks.2}
 * @param chapter the part of the walk that it belongs to
 * @param layer the layer that it belongs to, from 0
 * @param nodes what is computed in it, none of them a weight
 */
public record Step(String id, String chapter, OptionalInt layer, List<Node> nodes) {}
