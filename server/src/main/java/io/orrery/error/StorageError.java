package io.orrery.error;

/**
 * The data folder cannot be used. In file errors, {@code why} is {@code denied}, {@code missing}, {@code exists} or
 * {@code other}, and {@code reason} is in the system's words.
 */
@Kind(ErrorType.STORAGE)
public sealed interface StorageError extends DomainError {
    record UnusableDataFolder(String folder, String why, String reason) implements StorageError {}

    record NoTemporaryFolder(String why, String reason) implements StorageError {}

    record DataFolderInUse(String folder) implements StorageError {}

    record KeyNotKept(String file, String why, String reason) implements StorageError {}

    record KeyNotRead(String file, String why, String reason) implements StorageError {}

    record KeyTooLong(String file, long limit) implements StorageError {}

    record KeyTooWeak(String file, int least) implements StorageError {}

    record NewerData(String file) implements StorageError {}

    /** The data is of a version before the one that is read and rewritten. */
    record OlderData(String file) implements StorageError {}

    record RoomsHeld(String file) implements StorageError {}

    /** The recording has ended; what was recorded until then is kept. */
    record RecordingNotWritable() implements StorageError {}

    /** The recording has ended, because recordings take all the room that they may. */
    record RecordingsFull() implements StorageError {}

    /** @param next what will be erased first; empty if there is nothing that may be */
    record RecordingsNearlyFull(String next) implements StorageError {}

    /** The recording has ended by a fault of the server. */
    record RecordingFailed() implements StorageError {}

    record DiskFull(String file) implements StorageError {}

    record RoomsNotWritable(String file) implements StorageError {}

    record RoomsBroken(String file) implements StorageError {}

    record RoomsMissing(String file) implements StorageError {}

    record RoomChangesLost(String file) implements StorageError {}

    record MarkBroken(String file, String rooms) implements StorageError {}

    record UnusableRooms(String file, String reason) implements StorageError {}

    record RoomsNotRead(String reason) implements StorageError {}

    /**
     * Parts of a room on the disk are not as they were written, and are left out. The room begins without them.
     *
     * @param keys {@code damaged} or {@code whole}: the room's code, its keys, and how it was opened
     * @param state what it shows, and the prompts that were kept: {@code damaged} if that is lost, {@code earlier} if it may be what it showed
     *     before its latest changes, {@code past} if only earlier steps are lost, which undo cannot go back to then, or {@code whole}
     * @param people how many of those whom it knew are damaged
     * @param answers how many of their answers, such as flags and guesses
     */
    record RoomDamaged(String keys, String state, int people, int answers) implements StorageError {
        private static final String WHOLE = "whole";

        public boolean isDamage() {
            return !equals(new RoomDamaged(WHOLE, WHOLE, 0, 0));
        }
    }

    /** @param copy where the file is kept as it was found */
    record DamageFound(String file, String copy) implements StorageError {}

    record StorageNotWritable() implements StorageError {}

    /** The storage cannot be written at present; the rooms go on. */
    record ChangesWait() implements StorageError {}

    record ChangesKeptAgain() implements StorageError {}

    /** Somebody else has changed a room since this server last did. */
    record LogMovedOn() implements StorageError {}
}
