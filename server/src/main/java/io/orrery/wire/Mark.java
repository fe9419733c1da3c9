package io.orrery.wire;

import java.util.List;

/**
 * A cell, or a row, a head or a whole block of them.
 *
 * @param name of the tensor
 * @param index one entry for each of its axes, from 0; {@link #ALL} for all along that axis
 */
public record Mark(String name, List<Integer> index) {
    public static final int ALL = -1;

    public Mark {
        index = List.copyOf(index);
    }
}
