package io.orrery.room.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.wire.Word;
import java.util.List;
import java.util.Optional;

/**
 * What a run tells about its own places, by the number that is largest there. Layers, heads and positions count from 0.
 *
 * @param of what is measured
 * @param row the row of attention: its layer, its head and the position of its query; empty for other measures
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlaceMeasure(Of of, List<Integer> row) {
    /** The measures. */
    public enum Of implements Word {
        /** A word: to which the row's query attends most. */
        ATTENTION,
        /** A head: without which the answer's lead over its rival changes most, as the tool <i>What if</i> measures it. */
        REMOVAL,
        /** A layer: from which on the answer leads, as the logit lens measures it. */
        LENS
    }

    /**
     * The place where a measure is largest.
     *
     * @param at the position, the layer and the head, or the layer
     * @param by the weight of attention, or by how much the lead changes; empty for a layer
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Found(List<Integer> at, Optional<Double> by) {
        public Found {
            at = List.copyOf(at);
        }
    }

    public PlaceMeasure {
        row = List.copyOf(row);
    }

    public static PlaceMeasure of(Of measure) {
        return new PlaceMeasure(measure, List.of());
    }

    /** The layer of the row of attention. */
    public int layer() {
        return row.get(0);
    }

    public int head() {
        return row.get(1);
    }

    public int position() {
        return row.get(2);
    }
}
