package io.orrery.tour.file;

import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is in focus, in words of the model. Everything counts from 1.
 *
 * @param part {@code attention} or {@code mlp}
 * @param block a {@link io.orrery.tour.scene.BlockWord} or a hook name
 * @param number a row of the column
 * @param inStep whether the view holds all that the step reads and computes, with the block lit; else the block alone
 * @param line of the file
 */
public record FocusSpec(
        boolean everything,
        OptionalInt layer,
        Optional<String> part,
        Optional<HeadName> head,
        Optional<String> block,
        Optional<PositionRef> token,
        Optional<PositionRef> key,
        OptionalInt number,
        boolean inStep,
        int line) {
    /** Whether it names a cell, or a row of cells. */
    public boolean hasCell() {
        return token.isPresent() || key.isPresent() || number.isPresent();
    }
}
