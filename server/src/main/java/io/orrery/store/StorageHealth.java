package io.orrery.store;

/**
 * Whether changes of rooms are being saved.
 *
 * @param failing whether the last attempt to write failed; the changes since then are waiting for the next attempt
 * @param leftOut number of changes dropped so far, because they could never be written
 */
public record StorageHealth(boolean failing, long leftOut) {
    public static final StorageHealth WELL = new StorageHealth(false, 0);
}
