package io.orrery.room.activity.tour;

import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.gallery.GalleryActivity.GalleryState;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.prediction.PredictionState;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.textsettings.TextSettingsActivity;
import io.orrery.room.activity.training.TrainingState;
import io.orrery.room.activity.visibility.VisibilityActivity;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.RoomState;
import io.orrery.tour.Walk;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.TraceSummary;
import java.util.Map;
import java.util.Optional;

/**
 * What → and ← mean. The commands {@code next} and {@code back} stand for the command of what is in front:
 *
 * <ol>
 *   <li>the lobby, which {@code next} leaves;
 *   <li>a tour, which they take from beat to beat; behind the last beat of a talk is its title;
 *   <li>the model gallery, which both close;
 *   <li>an update of a training that is looked at, of which they show the phase beside the present one;
 *   <li>the walk, which they take from step to step. At its last step, {@code next} shows the room what comes next, which
 *       reveals an open question about it, and then adds it, unless the model has ended its text.
 * </ol>
 *
 * They are about where the room is when they arrive, so two that are sent at the same moment move it twice.
 */
final class NextAndBack {
    private NextAndBack() {}

    /**
     * The fields of {@code back}.
     *
     * @param level of texts on the page that asks, for the beat that it may mean; empty if it does not say
     * @param tokens what a page from before {@code take-back} was named means by a {@code back} that names a trace; empty for none
     */
    record Wish(String level, Optional<Fields> tokens) {
        static Wish read(Fields fields) throws MalformedException {
            return new Wish(
                    TextSettingsActivity.level(fields), Optional.of(fields).filter(all -> all.has("trace")));
        }
    }

    static Outcome next(String level, Invocation by) {
        return of(1, level, by);
    }

    static Outcome back(Wish wish, Invocation by) {
        return wish.tokens().map(fields -> as("take-back", fields, by)).orElseGet(() -> of(-1, wish.level(), by));
    }

    private static Outcome of(int direction, String level, Invocation by) {
        RoomState state = by.state();
        boolean isLobby = LobbyState.PART.of(state).lobby();
        if (isLobby && direction > 0) {
            return as("lobby", Map.of("on", false), by);
        }
        if (TourState.PART.of(state).isRunning() && !isLobby) {
            TalkState talks = TalkState.PART.of(state);
            if (talks.ended()) {
                return direction > 0 ? new Outcome.Change(state) : as("talk-end", Map.of("on", false), by);
            }
            return TourActivity.beside(direction, level, by)
                    .map(beat -> as("beat", beat, by))
                    .orElseGet(() -> direction > 0 && TourState.PART.of(state).isTalk(talks)
                            ? as("talk-end", Map.of("on", true), by)
                            : new Outcome.Change(state));
        }
        if (GalleryState.PART.of(state).exhibit().isPresent()) {
            return as("exhibit", Map.of(), by);
        }
        return TrainingState.PART
                .of(state)
                .phaseBeside(direction)
                .map(phase -> as("train-look", Map.of("phase", phase), by))
                .orElseGet(() -> inWalk(direction, by));
    }

    private static Outcome inWalk(int direction, Invocation by) {
        WalkState now = WalkState.PART.of(by.state());
        TraceSummary trace = now.trace();
        Walk walk = by.walk(trace);
        Optional<String> step = direction > 0 ? now.next(walk) : now.back(walk);
        if (step.isPresent()) {
            return as("go", Map.of("cursor", Map.of("trace", trace.id(), "step", step.get())), by);
        }
        if (direction < 0) {
            return by.unchanged();
        }
        if (PredictionState.hidesNext(by.state(), walk)) {
            int number = PredictionState.PART.of(by.state()).number();
            return as("predict-reveal", Map.of("number", number), by);
        }
        if (!VisibilityActivity.isShown(by.state(), walk)) {
            return as("answer", Map.of(), by);
        }
        // A token more than the context has room for is refused in words.
        boolean isOver = trace.ended() && trace.tokens().size() < trace.nCtx();
        return isOver ? by.unchanged() : as("generate", Map.of("trace", trace.id()), by);
    }

    private static Outcome as(String command, Map<String, ?> fields, Invocation by) {
        try {
            return as(command, Fields.of("command", Json.tree(fields)), by);
        } catch (MalformedException e) {
            return new Outcome.Refusal(e.error());
        }
    }

    private static Outcome as(String command, Fields fields, Invocation by) {
        try {
            return Activities.ALL.read(command, fields).instead(by);
        } catch (MalformedException e) {
            return new Outcome.Refusal(e.error());
        }
    }
}
