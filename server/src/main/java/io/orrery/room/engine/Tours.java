package io.orrery.room.engine;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The tours on offer, as rooms use them. */
public interface Tours {
    /**
     * The newest version of a tour.
     *
     * @param model the content id of the present model, for a tour that is about any
     * @throws OrreryException with a {@link TourError} if there is no such tour, or none that can be shown
     */
    ResolvedTour tour(String id, String model);

    /**
     * A beat of a room's own talk, as a tour of one beat.
     *
     * @param talk its id
     * @throws OrreryException with a {@link TourError} if its model is not on offer, or lacks what the beat names
     */
    ResolvedTour beatOf(String talk, TalkBeat beat);

    /**
     * A talk of one beat, by each language in which that has words, as JSON for the audience. Of a beat that cannot be shown it has the reason.
     */
    Map<String, Map<String, Object>> words(BeatOfTalk beat);

    /**
     * The title of a beat of a tour that is on offer; empty if there is none.
     *
     * @param model as in {@link #tour}
     * @param beat its chapter and id
     * @param language or the nearest that the tour has
     */
    String title(String tour, String model, String beat, String language);

    /** What stands above the beats of a talk. @param id the talk's @param title may be empty, as the others */
    record Cover(String id, String title, String speaker, String date) {}

    /** A beat of a room's own talk. @param path the beat's chapter and id */
    record BeatOfTalk(Cover talk, String path, TalkBeat beat) {}

    /**
     * The run that a beat shows; fails with {@link OrreryException} if its model is not on offer, or cannot read the text.
     *
     * @param own in place of the tour's text, if the beat has no text of its own and its model reads the same tokens
     */
    CompletionStage<Run> run(ResolvedTour tour, ResolvedTour.Beat beat, Optional<OwnText> own);

    /**
     * The run of a beat.
     *
     * @param a the token that the beat's question of why is about; empty for the most probable
     * @param b what it is compared with: a token, or {@code all} or {@code second}
     * @param second the same text, read by the model with which the beat compares
     * @param chances of the tokens that the beat asks the room about, in its order; empty for none
     */
    record Run(
            TraceSummary trace,
            Optional<Integer> a,
            Optional<String> b,
            Optional<TraceSummary> second,
            List<TraceSummary.Next> chances) {
        public Run {
            chances = List.copyOf(chances);
        }
    }
}
