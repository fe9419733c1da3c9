package io.orrery.tour.file;

import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import java.util.List;

/** A change of the model while it runs, in words of the model. */
public record ChangeSpec(Subject subject, Mode mode, int line) {
    /** The part of the model that is changed. */
    public sealed interface Subject {
        record Head(HeadName head) implements Subject {}

        /** @param expert its layer and number, as those of a head */
        record Expert(HeadName expert) implements Subject {}

        /** @param layer from 1 */
        record Mlp(int layer) implements Subject {}

        record Token(PositionRef place) implements Subject {}

        record Edge(HeadName head, PositionRef query, PositionRef key) implements Subject {}
    }

    /**
     * How it is changed.
     *
     * @param word see {@link #WORDS}
     * @param by the factor of {@code scale}
     */
    public record Mode(String word, double by) {}

    static final List<String> WORDS = List.of("zero", "mean", "scale", "cut", "off", "force");
}
