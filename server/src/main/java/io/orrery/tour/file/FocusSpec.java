package io.orrery.tour.file;

import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is in focus, in words of the model. Everything counts from 1.
 *
 * @param section {@code embedding} or {@code output}: what is before the layers, or after them
 * @param part {@code attention} or {@code mlp}
 * @param block a {@link io.orrery.tour.scene.BlockWord} or a hook name
 * @param number a row of the column
 * @param at the index along each axis of the block, in place of {@code token}, {@code key} and {@code number}; empty if it is not written
 * @param inStep whether the view holds all that the step reads and computes, with the block lit, or with the head shown; else the block or the
 *     head alone
 * @param word of the step that shows how the text was cut
 * @param joins how many of its merges are shown
 * @param line of the file
 */
public record FocusSpec(
        boolean everything,
        Optional<String> section,
        OptionalInt layer,
        Optional<String> part,
        Optional<HeadName> head,
        Optional<String> block,
        Optional<PositionRef> token,
        Optional<PositionRef> key,
        OptionalInt number,
        List<Along> at,
        boolean inStep,
        OptionalInt word,
        OptionalInt joins,
        int line) {
    /** At least as many merges as a word has. */
    public static final int MOST_JOINS = 9_999;

    public FocusSpec {
        at = List.copyOf(at);
    }

    /** Whether it names a cell, or a row of cells. */
    public boolean hasCell() {
        return token.isPresent() || key.isPresent() || number.isPresent() || !at.isEmpty();
    }

    /**
     * An index along one axis.
     *
     * @param place from 1, or the last; empty for all of the axis
     */
    public record Along(Optional<PositionRef> place) {
        /** The word for all of an axis. */
        static final String ALL = "all";
    }
}
