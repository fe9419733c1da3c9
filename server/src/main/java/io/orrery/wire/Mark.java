package io.orrery.wire;

import java.util.List;

/**
 * A marked cell of a tensor, or a marked row, head or whole tensor.
 *
 * @param name the tensor's name
 * @param index one index per axis, from 0; {@link #ALL} selects the whole axis
 */
public record Mark(String name, List<Integer> index) {
    public static final int ALL = -1;

    public Mark {
        index = List.copyOf(index);
    }
}
