package io.orrery.room.engine;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tours on offer, as rooms use them. */
public interface Tours {
    /** No tours. */
    Tours NONE = new Tours() {
        @Override
        public ResolvedTour tour(String id, String model) {
            throw new OrreryException(new TourError.UnknownTour(id));
        }

        @Override
        public ResolvedTour beatOf(String talk, TalkBeat beat) {
            throw new OrreryException(new TourError.UnknownTour(talk));
        }

        @Override
        public CompletionStage<Run> run(ResolvedTour tour, ResolvedTour.Beat beat, Optional<OwnText> own) {
            return CompletableFuture.failedFuture(new OrreryException(new TourError.UnknownTour(tour.id())));
        }
    };

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
