package io.orrery.tour.fact;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A cell of a tensor.
 *
 * @param block the block's word, or the name of a tensor
 * @param layer from 1; empty for a tensor outside of the layers
 * @param head from 1; empty for a tensor without heads
 * @param token the row
 * @param key for scores and patterns, in place of a number
 * @param number of the cell in its row, from 1; empty with a key, and for a row of one
 */
public record CellOf(
        String block, OptionalInt layer, OptionalInt head, Spot token, Optional<Spot> key, OptionalInt number)
        implements Fact.OfNumber {
    @Override
    public Needs needs() {
        Needs of = Needs.NONE.andBlock(block).and(token);
        Needs inLayer = layer.isPresent() ? of.andLayer(layer.getAsInt()) : of;
        return key.map(inLayer::and).orElse(inLayer);
    }
}
