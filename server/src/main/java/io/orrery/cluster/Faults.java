package io.orrery.cluster;

import io.orrery.room.access.RoomCode;
import java.util.function.BiConsumer;

/** The points at which tests let a server fail. Nothing happens there otherwise. */
final class Faults {
    private static volatile BiConsumer<Point, RoomCode> watcher = (point, room) -> {};

    /** Where a server is. */
    enum Point {
        /** A part of what a room does at once is decided, and nothing of it is stored. */
        DECIDED,
        /** A message is stored, and nobody has been told. */
        APPENDED,
        /** A room's record names this server, and its log does not yet. */
        RECORDED,
        /** The log has the epoch of this server, and the one before does not know. */
        TAKEN,
        /** The room is stopped, and its record names it still. */
        STOPPED
    }

    private Faults() {}

    static void reached(Point point, RoomCode room) {
        watcher.accept(point, room);
    }

    static void watch(BiConsumer<Point, RoomCode> by) {
        watcher = by;
    }
}
