package io.orrery.store;

/**
 * Whether changes of rooms are being saved.
 *
 * @param failing whether the last attempt to write failed; the changes since then are waiting for the next attempt
 * @param leftOut number of changes dropped so far, because they could never be written
 * @param lost how often a file of the data folder was found deleted or replaced, so that all rooms were written anew
 */
public record StorageHealth(boolean failing, long leftOut, long lost) {
    public static final StorageHealth WELL = new StorageHealth(false, 0);

    public StorageHealth(boolean failing, long leftOut) {
        this(failing, leftOut, 0);
    }
}
