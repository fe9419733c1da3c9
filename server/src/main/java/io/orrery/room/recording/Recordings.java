package io.orrery.room.recording;

import io.orrery.error.OrreryException;
import io.orrery.room.activity.Marked.Mark;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The storage of recordings. All methods may be called from any thread. What is put and appended is written soon, as a room's log is. */
public interface Recordings {
    /** Stores a recording, or replaces what is stored of it but its rows and marks. */
    void put(Recording recording);

    /**
     * Appends a row.
     *
     * @param stretch the number of its stretch, from 0; the next one begins with its first row
     * @param n the number of the row in the stretch, from 0
     * @param t ms from the beginning
     * @param json as pages read it
     */
    void append(String id, int stretch, int n, double t, String json);

    /** Stores a mark, or replaces it. @param n its number, from 0 */
    void mark(String id, int n, Mark mark);

    Optional<Recording> find(String id);

    /** A recording with its stretches and marks. */
    Optional<Recording.Contents> contents(String id);

    /** All recordings, latest first. @param room those of one room; empty for all */
    List<Recording> list(String room);

    /** How much is stored of a recording, with the weights of trainings that it names, bytes. */
    long bytes(String id);

    /** Sets how large what is kept of a model only for recordings is. @param weights bytes by content id, 0 for none; called from any thread */
    void weigh(ToLongFunction<String> weights);

    /** How much may be stored of all of them, bytes. */
    long most();

    /** The recordings that would be erased next for lack of room, in this order: those that have ended and are not published. */
    default List<Recording> erasable() {
        return list("").stream()
                .filter(recording -> recording.hasEnded() && recording.access() == Recording.Access.CLOSED)
                .sorted(Comparator.comparingDouble(Recording::begun))
                .toList();
    }

    /** The content ids of the models that recordings show: weights of trainings among them are kept. */
    default Set<String> models() {
        return list("").stream()
                .flatMap(recording -> recording.models().stream())
                .collect(Collectors.toSet());
    }

    /** How much is stored of all of them, bytes. */
    default long bytes() {
        return list("").stream().mapToLong(recording -> bytes(recording.id())).sum();
    }

    /** The rows of a stretch, a JSON array; empty if there is none. */
    Optional<byte[]> stretch(String id, int stretch);

    /** Replaces the rows of a stretch of a recording that has ended, before this returns. @param rows a JSON array */
    void replace(String id, int stretch, byte[] rows);

    /** Overwrites what was erased and replaced until now wherever it may still be on the disk, before this returns. */
    void scrub();

    /**
     * Stores a file that belongs to a recording, such as a piece of its voice, or replaces it, before this returns.
     *
     * @throws OrreryException if it cannot be written
     */
    void putFile(String id, RecordingFile file, byte[] bytes);

    /** The files that belong to a recording, by name. */
    List<RecordingFile> files(String id);

    Optional<byte[]> file(String id, String name);

    /** Erases a file, before this returns. */
    void eraseFile(String id, String name);

    /** Erases a recording, soon. It is not found from now on. */
    void erase(String id);

    /** Whether what is recorded cannot be written at present. */
    boolean isFailing();
}
