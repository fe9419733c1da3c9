package io.orrery.room.activity.gallery;

import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.gallery.GalleryActivity.GalleryState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.gallery.GalleryActivity.GalleryState;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.List;
import java.util.Optional;

/** The model gallery: models of which the server has only shapes. */
public final class GalleryActivity
        implements SeenByAll<GalleryState>,
                Reacts<GalleryState>,
                Undoes<GalleryState>,
                InRecordings.OfNobody<GalleryState> {
    /** @param exhibit empty while the gallery is closed */
    public record GalleryState(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Exhibit> exhibit) {
        public static final GalleryState CLOSED = new GalleryState(Optional.empty());

        public static final StatePart<GalleryState> PART = StatePart.flat("gallery", GalleryState.class, CLOSED);
    }

    /**
     * The model gallery's exhibit, which everyone sees instead of the model that runs.
     *
     * @param subject the id of a model of which the server has only shapes, or {@link #FLIGHT}
     * @param start when the exhibit starts on every screen, ms of the server's clock
     */
    public record Exhibit(String subject, double start) {
        /** A flight past all models, one after the other. */
        public static final String FLIGHT = "flight";

        /** The time that a page needs to fetch and lay out the shapes of five models, ms. */
        public static final double LEAD_MS = 1500;
    }

    private static final double MS = 1000;

    /** Longer than any flight. */
    private static final long LONGEST_FLIGHT_S = 60;

    /**
     * @param subject as in {@link Exhibit#subject}; empty to leave the gallery
     * @param seconds the time since the start of a flight
     */
    record Visit(Optional<String> subject, double seconds) {}

    @Override
    public StatePart<GalleryState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("exhibit", Who.DRIVER, GalleryActivity::read, GalleryActivity::exhibit)
                .with(UNDOABLE));
    }

    private static Visit read(Fields fields) throws MalformedException {
        return new Visit(
                fields.optionalText("subject", ClientMessages.LONGEST_ID),
                fields.has("seconds") ? fields.number("seconds", LONGEST_FLIGHT_S) : 0);
    }

    private static Outcome exhibit(Visit visit, Invocation by) {
        return visit.subject()
                .map(subject -> exhibit(subject, visit.seconds(), by))
                .orElseGet(() -> by.put(PART, GalleryState.CLOSED));
    }

    /**
     * Pauses the walk and the generation, which nobody would see. A new exhibit starts late enough for pages to fetch
     * its models.
     */
    private static Outcome exhibit(String subject, double seconds, Invocation by) {
        if (!subject.equals(Exhibit.FLIGHT) && !by.engine().hasStructure(subject)) {
            return new Outcome.Refusal(new RoomError.UnknownExhibit(subject));
        }
        boolean isThere = PART.of(by.state())
                .exhibit()
                .map(Exhibit::subject)
                .filter(subject::equals)
                .isPresent();
        double start = by.now() + by.startDelay().getAsDouble() + (isThere ? 0 : Exhibit.LEAD_MS) - seconds * MS;
        return new Outcome.Change(by.state()
                .with(PART, new GalleryState(Optional.of(new Exhibit(subject, start))))
                .update(WalkState.PART, WalkState::paused)
                .update(TextState.PART, TextState::stopped)
                .update(LobbyState.PART, lobby -> lobby.left(by.now())));
    }

    @Override
    public GalleryState after(Transition transition, GalleryState state) {
        return transition.command().is(SHOWS_MODEL) ? GalleryState.CLOSED : state;
    }
}
