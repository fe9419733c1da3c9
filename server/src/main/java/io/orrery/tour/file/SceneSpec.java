package io.orrery.tour.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.PositionRef;
import io.orrery.trace.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a beat shows, as it is written.
 *
 * @param model another preset than the tour's
 * @param text another text than the tour's
 * @param generated how many tokens the model has added to the text, greedily
 * @param written the tokens that the model has added to the text, as texts, in place of {@code generated}
 * @param checkpoint the update of the training whose weights are shown
 * @param needs what a model must have for the beat; only in tours for any model
 * @param held a cell that is held, in place of that of the focus
 * @param lit the blocks that are lit, in place of those of the focus; empty if it is not written
 * @param marks further cells, rows and blocks that are marked
 * @param compare a second model that reads the same text
 * @param answer whether the bars of what comes next are shown; empty for what the step does by itself
 * @param gallery the model gallery's exhibit
 * @param camera x, y, z, azimuth, elevation, distance; or empty
 * @param forAll what is asked and set for everybody
 * @param lines where each of them is in the file
 */
public record SceneSpec(
        Optional<String> model,
        Optional<String> text,
        int generated,
        List<String> written,
        Optional<Sampling> sampling,
        OptionalInt checkpoint,
        List<ChangeSpec> changes,
        Steps steps,
        List<String> needs,
        Optional<FocusSpec> focus,
        Optional<FocusSpec> held,
        Optional<List<String>> lit,
        List<FocusSpec> marks,
        Optional<String> compare,
        Optional<LabSpec> lab,
        Optional<Boolean> answer,
        Optional<String> gallery,
        List<Double> camera,
        ForAll forAll,
        Map<String, Integer> lines) {
    public SceneSpec {
        written = List.copyOf(written);
        changes = List.copyOf(changes);
        marks = List.copyOf(marks);
        needs = List.copyOf(needs);
        camera = List.copyOf(camera);
        lines = Map.copyOf(lines);
    }

    /** The line of one of its values. */
    public int line(String key, int otherwise) {
        return lines.getOrDefault(key, otherwise);
    }

    /** Which steps a beat shows. */
    public sealed interface Steps {
        /**
         * One step, or a range.
         *
         * @param first its id; in a tour for any model without its layer
         * @param last the same as {@code first} for one step
         * @param layer of steps without a layer in their id; empty for the first
         */
        record Named(String first, String last, Optional<String> layer) implements Steps {}

        /** All layers after the first, each as one step. */
        record RestOfLayers() implements Steps {}
    }

    /**
     * What a beat sets for everybody in the room.
     *
     * @param ask the question that is open
     * @param poll the poll that is open
     * @param ready the id of the ready poll that is open, until it is found
     * @param level of everybody's texts, or {@link #OWN}; empty if the beat does not set it
     * @param language of everybody's texts, or {@link #OWN}; empty if the beat does not set it
     */
    public record ForAll(
            Optional<AskSpec> ask,
            Optional<PollSpec> poll,
            Optional<String> ready,
            Optional<String> level,
            Optional<String> language) {
        /** Leaves the choice to each person. */
        public static final String OWN = "own";

        /** With the ready poll that is meant, or none. */
        public ForAll with(Optional<PollSpec> found) {
            return new ForAll(ask, found, Optional.empty(), level, language);
        }
    }

    /**
     * A question that the room is asked.
     *
     * @param question empty for what comes next, without words of the presenter's
     * @param next the tokens that may come next, as texts; empty for a question of the presenter's own
     * @param options of a question of the presenter's own
     * @param other whether "something else" is an option, too
     * @param right the number of the option that is right, from 1
     * @param place what is asked for in place of options; empty for options
     */
    public record AskSpec(
            Optional<String> question,
            List<String> next,
            List<String> options,
            boolean other,
            OptionalInt right,
            Optional<PlaceSpec> place) {
        public AskSpec {
            next = List.copyOf(next);
            options = List.copyOf(options);
        }
    }

    /**
     * A place of the model or the text that is asked for.
     *
     * @param kind {@code word}, {@code head} or {@code layer}
     * @param head whose attention says which word is right; empty if none does
     * @param token from which that head looks
     * @param measured whether the run says which head or layer is right
     */
    public record PlaceSpec(String kind, Optional<HeadName> head, Optional<PositionRef> token, boolean measured) {}

    /**
     * The tool of why that is open.
     *
     * @param a the token that is asked about, as text; empty for the most probable
     * @param b what it is compared with: a token as text, or a word of {@link io.orrery.lab.tool.ToolRequest#COMPARED}
     * @param view what is chosen within the tool, by name
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LabSpec(
            String tool,
            Optional<PositionRef> position,
            Optional<String> a,
            Optional<String> b,
            Map<String, String> view) {
        public LabSpec {
            view = Map.copyOf(view);
        }
    }

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
         * @param word {@code zero}, {@code mean}, {@code scale}, {@code cut}, {@code off} or {@code force}
         * @param by the factor of {@code scale}
         */
        public record Mode(String word, double by) {}
    }
}
