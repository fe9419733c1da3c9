package io.orrery.tour.file;

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
 * @param checkpoint the update of the training whose weights are shown
 * @param needs what a model must have for the beat; only in tours for any model
 * @param answer whether the bars of what comes next are shown; empty for what the step does by itself
 * @param gallery the model gallery's exhibit
 * @param camera x, y, z, azimuth, elevation, distance; or empty
 * @param lines where each of them is in the file
 */
public record SceneSpec(
        Optional<String> model,
        Optional<String> text,
        int generated,
        Optional<Sampling> sampling,
        OptionalInt checkpoint,
        List<ChangeSpec> changes,
        Steps steps,
        List<String> needs,
        Optional<FocusSpec> focus,
        Optional<LabSpec> lab,
        Optional<Boolean> answer,
        Optional<String> gallery,
        List<Double> camera,
        Map<String, Integer> lines) {
    public SceneSpec {
        changes = List.copyOf(changes);
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
     * The tool of why that is open.
     *
     * @param a the token that is asked about, as text; empty for the most probable
     * @param b what it is compared with: a token as text, or {@code all}
     * @param view what is chosen within the tool, by name
     */
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
}
