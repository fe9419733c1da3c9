package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.RoomError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.log.LoggedState;
import io.orrery.room.state.RoomState;
import io.orrery.room.storage.SavedPerson;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.wire.TraceSummary;
import java.util.Optional;

/** What is stored of a room that is not open: what is kept of it for afterwards, and how it is erased. */
final class StoredRoom {
    private final SavedRoom saved;
    private final Storage storage;
    private final Engine engine;
    private final RoomState state;
    private final Ballots ballots;
    private final Afterwards afterwards;

    StoredRoom(SavedRoom saved, Storage storage, Engine engine) {
        this.saved = saved;
        this.storage = storage;
        this.engine = engine;
        Ballots.Store store = storage.answers(saved.code());
        state = saved.state().map(LoggedState::state).orElseGet(Activities.ALL::first);
        ballots = new Ballots(Afterwards.withoutLines(saved.answers()), store, () -> {});
        afterwards = new Afterwards(saved.answers(), store);
    }

    Afterwards.Report report(double now, int days, boolean areNamed) {
        return afterwards.report(saved.code().text(), now, days, areNamed, state, ballots, saved.people().stream());
    }

    /**
     * Erases what a person gave, or everybody. The text on the machine gives way to the first one, if it is somebody's and everything is erased.
     *
     * @param person the id of a person; empty for everybody
     * @param first the text that a room begins with; empty while none is known
     * @return why it cannot be erased now; empty if it is
     */
    Optional<DomainError> erase(String person, Optional<TraceSummary> first, double now) {
        RoomCode code = saved.code();
        boolean isShown = Afterwards.isShown(person, state, ballots);
        if (isShown && (!person.isEmpty() || first.isEmpty())) {
            return Optional.of(new RoomError.TextOfPersonShown());
        }
        saved.people().stream()
                .filter(each -> person.isEmpty() || person.equals(each.id()))
                .forEach(each -> {
                    if (each.kicked()) {
                        storage.person(code, new SavedPerson(each.number(), each.secretHash(), "", true));
                    } else {
                        storage.forget(code, each.secretHash());
                    }
                });
        RoomState erased = afterwards.erased(person, state, ballots);
        if (person.isEmpty()) {
            afterwards.clear();
        }
        saved.state().ifPresent(logged -> {
            RoomState next = isShown ? onFirstText(erased, first.orElseThrow()) : erased;
            logged.begun(storage.log(code), now, Activities.ALL.wouldUndo(next, ""));
        });
        storage.forgetBefore(code);
        storage.closed(code);
        return Optional.empty();
    }

    private RoomState onFirstText(RoomState erased, TraceSummary first) {
        RoomState shown = erased.with(WalkState.PART, WalkState.start(first, engine.walk(first.model())));
        return Activities.ALL.moved(erased, shown, engine);
    }
}
