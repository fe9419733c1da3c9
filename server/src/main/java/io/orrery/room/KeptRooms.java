package io.orrery.room;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.engine.Engine;
import io.orrery.room.recording.PeopleErased;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of rooms for afterwards, for how long, and how it is erased, whether a room is open, closed, or another server's. All methods may be called from
 * any thread.
 */
record KeptRooms(Engine engine, Storage storage, Neighbours neighbours, Rooms rooms) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRooms.class);

    /** See {@link Rooms#afterwards}. */
    CompletableFuture<Optional<Afterwards.Report>> report(RoomCode code, boolean areNamed, double now) {
        Optional<Room> awake = rooms.find(code);
        if (awake.isPresent()) {
            return awake.get().afterwards(rooms.answersDays(), areNamed).thenApply(Optional::of);
        }
        if (neighbours.owner(code) == Neighbours.Owner.ANOTHER) {
            return neighbours
                    .ask(code, Questions.afterwards(areNamed))
                    .thenApply(Questions::reported)
                    .thenApply(Optional::of)
                    .toCompletableFuture();
        }
        return CompletableFuture.completedFuture(storage.room(code)
                .map(saved -> new StoredRoom(saved, storage, engine).report(now, rooms.answersDays(), areNamed)));
    }

    /** See {@link Rooms#erase}. */
    CompletableFuture<Optional<DomainError>> erase(RoomCode code, String person) {
        Optional<Room> awake = rooms.find(code);
        if (awake.isPresent()) {
            return awake.get().erase(person).thenApplyAsync(refusal -> {
                if (refusal.isEmpty()) {
                    storage.forgetBefore(code);
                }
                return inRecordings(code, refusal);
            });
        }
        return neighbours.areThere()
                ? eraseElsewhere(code, person)
                : CompletableFuture.supplyAsync(() -> inRecordings(code, eraseClosed(code, person)));
    }

    /** Erases people in recordings, too, unless nothing was erased. */
    private Optional<DomainError> inRecordings(RoomCode code, Optional<DomainError> refusal) {
        if (refusal.isEmpty()) {
            PeopleErased.in(storage.recordings(), code.text());
        }
        return refusal;
    }

    /** A room that nobody owns becomes this server's meanwhile. */
    private CompletableFuture<Optional<DomainError>> eraseElsewhere(RoomCode code, String person) {
        if (neighbours.owner(code) == Neighbours.Owner.ANOTHER) {
            return neighbours
                    .ask(code, Questions.erase(person))
                    .thenApply(answer -> Questions.refused(answer, code.text()))
                    .toCompletableFuture();
        }
        return neighbours
                .take(code, Optional.empty())
                .thenApplyAsync(saved -> {
                    if (saved.isEmpty()) {
                        return Optional.<DomainError>of(new RequestError.UnknownRoom(code.text()));
                    }
                    try {
                        return inRecordings(code, erase(saved.get(), person));
                    } finally {
                        neighbours.release(code, "");
                    }
                })
                .toCompletableFuture();
    }

    private Optional<DomainError> eraseClosed(RoomCode code, String person) {
        return rooms.whileClosed(code, saved -> erase(saved, person));
    }

    private Optional<DomainError> erase(SavedRoom saved, String person) {
        return new StoredRoom(saved, storage, engine).erase(person, rooms.firstText(), rooms.now(saved.code()));
    }

    /** Deletes what is stored for too long; of closed rooms everything in the end. @param now ms */
    void limit(double now) {
        var closed = new HashSet<>(rooms.codesOfClosed());
        neighbours.all().stream()
                .filter(code -> neighbours.owner(code) == Neighbours.Owner.NOBODY)
                .filter(code -> neighbours
                        .known(code)
                        .filter(Neighbours.Known::isClosed)
                        .isPresent())
                .forEach(closed::add);
        double oldest = now - TimeUnit.DAYS.toMillis(rooms.answersDays());
        rooms.awake().forEach(room -> room.prune(oldest));
        unlessFailing(() -> storage.withOldPeople(closed, oldest).forEach(code -> {
            if (neighbours.areThere()) {
                CompletionStage<Optional<DomainError>> erased = eraseElsewhere(code, "");
                erased.thenAccept(refusal -> LOG.debug("Old people of {}: {}", code, refusal));
            } else {
                eraseClosed(code, "");
            }
        }));
        unlessFailing(() -> storage.limit(closed).forEach(rooms::forget));
    }

    static void unlessFailing(Runnable write) {
        try {
            write.run();
        } catch (OrreryException e) {
            LOG.debug("Rooms stay as they are until the storage can be written, which has said why it cannot", e);
        }
    }
}
