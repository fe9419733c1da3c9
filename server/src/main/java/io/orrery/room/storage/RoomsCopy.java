package io.orrery.room.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.log.Log;
import io.orrery.room.log.LoggedState;
import io.orrery.room.recording.Recording;
import io.orrery.room.recording.RecordingFile;
import io.orrery.room.recording.Recordings;
import io.orrery.room.recording.StoredForm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Copies rooms and recordings from one storage to another: with keys, people, answers, what the log has from the newest whole state that undo needs, and
 * files. What is in the other storage already, and as new, is left as it is there; what is older there is replaced. So a copy that broke off is done again.
 */
public final class RoomsCopy {
    /** Entries that may wait to be written at a time. */
    private static final int MOST_WAITING = 500;

    private final Storage from;
    private final Storage to;
    /** The rooms in the other storage that a server opened itself. */
    private final Set<RoomCode> own;

    private int rooms;
    private int recordings;
    private int left;

    private RoomsCopy(Storage from, Storage to) {
        this.from = from;
        this.to = to;
        this.own = to.rooms().stream()
                .filter(SavedRoom::openedByServer)
                .map(SavedRoom::code)
                .collect(Collectors.toSet());
    }

    /**
     * The result of a copy.
     *
     * @param rooms how many rooms were copied
     * @param recordings how many recordings were copied
     * @param left how many of both were there already
     */
    public record Done(int rooms, int recordings, int left) {}

    /**
     * Copies all rooms and recordings.
     *
     * @throws OrreryException with {@link StorageError.StorageNotWritable} if the other storage cannot be written
     */
    public static Done copy(Storage from, Storage to) {
        var copy = new RoomsCopy(from, to);
        from.rooms().forEach(copy::room);
        // Those of rooms that are gone are copied, too.
        from.recordings().list("").forEach(copy::recording);
        if (to.isFailing() || to.recordings().isFailing()) {
            throw new OrreryException(new StorageError.StorageNotWritable());
        }
        return new Done(copy.rooms, copy.recordings, copy.left);
    }

    private void room(SavedRoom room) {
        RoomCode code = room.code();
        Log source = from.log(code);
        if (to.room(code).isPresent()) {
            if (to.log(code).seq() >= source.seq()) {
                left++;
                return;
            }
            to.remove(code);
        }
        to.add(new SavedRoom(
                code,
                room.keys(),
                // A server has one that it opened itself.
                room.openedByServer() && (own.isEmpty() || own.contains(code)),
                room.openedWith(),
                room.usedAt(),
                room.numbered(),
                Optional.empty(),
                room.people(),
                room.answers()));
        entries(source, to.log(code));
        to.used(code, room.usedAt());
        to.log(code).whole(Long.MAX_VALUE);
        rooms++;
    }

    private static void entries(Log source, Log target) {
        var waiting = new AtomicInteger();
        LoggedState.entries(source, source.needed(), entry -> {
            target.append(target.seq(), entry);
            if (waiting.incrementAndGet() % MOST_WAITING == 0) {
                // Whoever reads waits until what was appended is written.
                target.whole(Long.MAX_VALUE);
            }
        });
    }

    private void recording(Recording head) {
        String id = head.id();
        Recordings source = from.recordings();
        Recordings target = to.recordings();
        Recording.Contents contents = source.contents(id).orElseThrow();
        Optional<Recording.Contents> there = target.contents(id);
        if (there.isPresent()) {
            if (isAsFar(there.get(), contents) && target.files(id).containsAll(source.files(id))) {
                left++;
                return;
            }
            target.erase(id);
            // Whoever reads waits until what was erased is.
            target.contents(id);
        }
        target.put(head);
        for (int n = 0; n < contents.stretches().size(); n++) {
            int row = 0;
            for (JsonNode each : StoredForm.rows(source.stretch(id, n).orElseThrow())) {
                target.append(id, n, row++, each.path("t").asDouble(), each.toString());
            }
            target.stretch(id, n);
        }
        List<Mark> marks = contents.marks();
        for (int n = 0; n < marks.size(); n++) {
            target.mark(id, n, marks.get(n));
        }
        for (RecordingFile file : source.files(id)) {
            target.putFile(id, file, source.file(id, file.name()).orElseThrow());
        }
        target.contents(id);
        recordings++;
    }

    private static boolean isAsFar(Recording.Contents there, Recording.Contents here) {
        return there.until() >= here.until()
                && there.stretches().size() >= here.stretches().size()
                && there.marks().size() >= here.marks().size();
    }
}
