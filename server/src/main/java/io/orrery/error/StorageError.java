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

    record StorageNotWritable() implements StorageError {}
}
