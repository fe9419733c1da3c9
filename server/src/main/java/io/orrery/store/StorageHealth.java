package io.orrery.store;

/**
 * How the storage fares with what changes in rooms.
 *
 * @param failing whether the file could not be written at the last try; what changed since waits for the next
 * @param leftOut how many changes were left out so far, for the file would never take them
 */
public record StorageHealth(boolean failing, long leftOut) {
    public static final StorageHealth WELL = new StorageHealth(false, 0);
}
