package io.orrery.graph;

import java.util.List;

/**
 * One cell of one tensor.
 *
 * @param node the tensor's name
 * @param index counted from 0, in the order of the tensor's named axes
 */
public record Cell(String node, List<Integer> index) {}
