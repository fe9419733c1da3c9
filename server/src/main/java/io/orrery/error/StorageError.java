package io.orrery.error;

/**
 * The data folder cannot be used. In file errors, {@code why} is {@code denied}, {@code missing}, {@code exists} or
 * {@code other}, and {@code reason} is in the system's words.
 */
public sealed interface StorageError extends DomainError {
    @Override
    default ErrorType type() {
        return ErrorType.STORAGE;
    }

    record UnusableDataFolder(String folder, String why, String reason) implements StorageError {}

    record NoTemporaryFolder(String why, String reason) implements StorageError {}

    record DataFolderInUse(String folder) implements StorageError {}

    record KeyNotKept(String file, String why, String reason) implements StorageError {}

    record KeyNotRead(String file, String why, String reason) implements StorageError {}

    record KeyTooLong(String file, long limit) implements StorageError {}

    record KeyTooWeak(String file, int least) implements StorageError {}

    record NewerData(String file) implements StorageError {}

    record RoomsHeld(String file) implements StorageError {}

    record DiskFull(String file) implements StorageError {}

    record RoomsNotWritable(String file) implements StorageError {}

    record RoomsBroken(String file) implements StorageError {}

    /** @param leftovers the files that show that there were rooms */
    record RoomsMissing(String file, Series leftovers) implements StorageError {}

    /** @param why {@code missing} or {@code damaged} */
    record RoomChangesLost(String file, String why, String mark, String rooms) implements StorageError {}

    record RoomsOutdated(String file, String mark) implements StorageError {}

    record MarkBroken(String file, String rooms) implements StorageError {}

    record UnusableRooms(String file, String reason) implements StorageError {}

    record RoomsNotRead(String reason) implements StorageError {}

    /**
     * Parts of a room on the disk are not as they were written, and are left out. The room begins without them.
     *
     * @param keys {@code damaged} or {@code whole}: the room's code, its keys, and how it was opened
     * @param state likewise: what it showed, and the prompts that were kept
     * @param people how many of those whom it knew are damaged
     * @param answers how many of their answers, such as flags and guesses
     */
    record RoomDamaged(String keys, String state, int people, int answers) implements StorageError {
        private static final String WHOLE = "whole";

        public static RoomDamaged of(boolean areKeys, boolean isState, int people, int answers) {
            return new RoomDamaged(areKeys ? "damaged" : WHOLE, isState ? "damaged" : WHOLE, people, answers);
        }

        public boolean isDamage() {
            return !equals(of(false, false, 0, 0));
        }
    }

    /** @param copy where the file is kept as it was found */
    record DamageFound(String file, String copy) implements StorageError {}

    record StorageNotWritable() implements StorageError {}
}
