package io.orrery.tour.scene;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.orrery.tour.file.SceneSpec.ForAll;
import io.orrery.tour.file.SceneSpec.LabSpec;
import io.orrery.tour.text.PositionRef;
import io.orrery.trace.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a beat shows, in the names of the model's graph. Layers, heads and positions count from 0; a position that depends on the length of
 * the text stays a {@link PositionRef}. It is written as JSON for pages, without what the beat does not say.
 *
 * @param model its preset, with {@code @} and an update for a checkpoint
 * @param text the beat's own text; empty for the tour's, or what a person typed instead
 * @param generated how many tokens are added to the text, greedily
 * @param written the tokens that are added in place of these, as texts
 * @param steps the steps that are walked through, in order; at least one
 * @param on the part in focus; empty for the step's own
 * @param tensors those that are lit
 * @param marks further cells and rows of cells that are marked
 * @param compare the preset of a second model that reads the same text
 * @param answer whether the bars of what comes next are shown; empty for what the step does by itself
 * @param gallery the model gallery's exhibit in place of the machine
 * @param camera x, y, z, azimuth, elevation, distance; or empty
 * @param forAll what is asked and set for everybody. As JSON it has the level and the language alone: what the room is asked, its own state
 *     says, which keeps what is right until the reveal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scene(
        String model,
        Optional<String> text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int generated,
        List<String> written,
        Optional<Sampling> sampling,
        @JsonIgnore List<Changed> changed,
        List<String> steps,
        Optional<Focus> on,
        Optional<PinnedCell> held,
        List<String> tensors,
        List<PinnedCell> marks,
        Optional<String> compare,
        Optional<LabSpec> why,
        Optional<Boolean> answer,
        Optional<String> gallery,
        List<Double> camera,
        @JsonIgnore ForAll forAll) {
    public Scene {
        written = List.copyOf(written);
        marks = List.copyOf(marks);
        changed = List.copyOf(changed);
        steps = List.copyOf(steps);
        tensors = List.copyOf(tensors);
        camera = List.copyOf(camera);
    }

    /** The changes as {@code Change.parse} reads them, in a text of this many tokens. */
    public List<String> changes(int length) {
        return changed.stream()
                .map(change -> change.written(place -> place.at(length)))
                .toList();
    }

    /** The changes with {@code last} in place of the last position. */
    @JsonProperty
    public List<String> changes() {
        return changed.stream()
                .map(change -> change.written(PositionRef::index))
                .toList();
    }

    @JsonProperty
    Optional<String> level() {
        return forAll.level();
    }

    @JsonProperty
    Optional<String> language() {
        return forAll.language();
    }

    /**
     * A change of the model.
     *
     * @param node the node's name, or {@code token}
     * @param head from 0
     * @param edge query and key; empty if it is not one edge that is cut
     * @param position empty for all
     * @param mode as {@code Change} writes it
     */
    public record Changed(
            String node, OptionalInt head, List<PositionRef> edge, Optional<PositionRef> position, String mode) {
        public Changed {
            edge = List.copyOf(edge);
        }

        String written(Function<PositionRef, Object> index) {
            var text = new StringBuilder(node);
            if (head.isPresent()) {
                text.append('[').append(head.getAsInt());
                edge.forEach(place -> text.append(',').append(index.apply(place)));
                text.append(']');
            }
            position.ifPresent(place -> text.append('@').append(index.apply(place)));
            return text.append('=').append(mode).toString();
        }
    }

    /**
     * A cell that is held, or a row of cells.
     *
     * @param name the tensor's
     * @param index one for each axis
     */
    public record PinnedCell(String name, List<Index> index) {
        /** Stands for all along an axis. */
        public static final int ALL = -1;

        public PinnedCell {
            index = List.copyOf(index);
        }

        /** The indices in a text of this many tokens, from 0; {@link #ALL} for a whole axis. */
        public List<Integer> at(int length) {
            return index.stream().map(each -> each.at(length)).toList();
        }

        /** Whether it is one cell. */
        @JsonIgnore
        public boolean isCell() {
            return index.stream().noneMatch(each -> each.equals(new Index.At(ALL)));
        }
    }

    /** An index along an axis. */
    public sealed interface Index {
        int at(int length);

        /** A number from 0, or {@code "last"}. */
        @JsonValue
        Object written();

        /** @param number from 0, or {@link PinnedCell#ALL} */
        record At(int number) implements Index {
            @Override
            public int at(int length) {
                return number;
            }

            @Override
            public Object written() {
                return number;
            }
        }

        record AtPlace(PositionRef place) implements Index {
            @Override
            public int at(int length) {
                return place.at(length);
            }

            @Override
            public Object written() {
                return place.index();
            }
        }
    }
}
