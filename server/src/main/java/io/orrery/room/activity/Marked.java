package io.orrery.room.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An activity by which people find their way in a recording: what it shows is a mark there. */
public interface Marked<S extends Record> extends Activity<S> {
    /** The longest title of a mark, in characters. */
    int LONGEST_TITLE = 120;

    /**
     * A mark in a recording.
     *
     * @param t when it is shown, ms from the beginning
     * @param kind {@code step}, {@code text}, {@code beat}, {@code guess}, {@code poll}, {@code place}, {@code tool}, {@code series}, {@code scores}, {@code end} where a tour ends, or {@code gap} where something is missing
     * @param step the id of the step at which it is; may be empty
     * @param tour of a beat
     * @param beat its chapter and id
     * @param title the words of a question, or a text; may be empty
     * @param titles the words of a question in other languages, by language
     * @param tool of why
     * @param revealed when a question was revealed, ms from the beginning; empty if it was not
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Mark(
            @JsonInclude double t,
            String kind,
            String step,
            String tour,
            String beat,
            String title,
            Map<String, String> titles,
            String tool,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> revealed) {
        public Mark {
            titles = Map.copyOf(titles);
        }

        public static final String GAP = "gap";

        private static Mark of(String kind, String step, String tour, String beat, String title, String tool) {
            return new Mark(0, kind, step, tour, beat, cut(title), Map.of(), tool, Optional.empty());
        }

        private static String cut(String title) {
            return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE);
        }

        public static Mark gap() {
            return of(GAP, "", "", "", "", "");
        }

        public static Mark end() {
            return of("end", "", "", "", "", "");
        }

        public static Mark step(String step) {
            return of("step", step, "", "", "", "");
        }

        public static Mark text(String step, String text) {
            return of("text", step, "", "", text, "");
        }

        public static Mark beat(String tour, String beat) {
            return of("beat", "", tour, beat, "", "");
        }

        public static Mark tool(String step, String tool) {
            return of("tool", step, "", "", "", tool);
        }

        /** @param kind of the question */
        public static Mark question(String kind, String words) {
            return of(kind, "", "", "", words, "");
        }

        /** The same mark, whose title is also in other languages. @param others by language */
        public Mark in(Map<String, String> others) {
            var shown = new HashMap<String, String>();
            others.forEach((language, words) -> shown.put(language, cut(words)));
            return new Mark(t, kind, step, tour, beat, title, shown, tool, revealed);
        }

        @JsonIgnore
        public boolean isBeat() {
            return !beat.isEmpty();
        }

        public Mark at(double time) {
            return new Mark(time, kind, step, tour, beat, title, titles, tool, revealed);
        }

        /** @param words its title */
        public Mark titled(String words) {
            return of(kind, step, tour, beat, words, tool).at(t);
        }

        public Mark unrevealed() {
            return new Mark(t, kind, step, tour, beat, title, titles, tool, Optional.empty());
        }

        public Mark revealedAt(double time) {
            return new Mark(t, kind, step, tour, beat, title, titles, tool, Optional.of(time));
        }
    }

    /**
     * The mark of what begins with a change; empty for nothing. Its time is not known here.
     *
     * @param before the part as the audience saw it; empty if it did not
     */
    Optional<Mark> mark(Optional<S> before, S now);

    /** The mark of the end of what the audience saw; empty if nobody needs one. */
    default Optional<Mark> end() {
        return Optional.empty();
    }

    /** Whether what was marked is revealed with a change. */
    default boolean isRevealed(Optional<S> before, S now) {
        return false;
    }
}
