package io.orrery.room;

import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.Optional;

/** What the driver shows by hand: of it only the latest counts, and it is no part of the room's state. */
final class Pointing {
    private Optional<Mark> cell = Optional.empty();
    private Optional<Pose> pose = Optional.empty();

    /** @param sharing whether the driver's camera is anybody's business */
    void take(Point point, boolean sharing) {
        cell = point.cell();
        pose = sharing ? point.pose() : Optional.empty();
    }

    /** The driver is another one, or gone. */
    void clear() {
        cell = Optional.empty();
        pose = Optional.empty();
    }

    /** The light goes out; a camera that is shared stays where it is. */
    void putAway() {
        cell = Optional.empty();
    }

    void unshare() {
        pose = Optional.empty();
    }

    boolean isEmpty() {
        return cell.isEmpty() && pose.isEmpty();
    }

    Pointer said() {
        return new Pointer(cell.stream().toList(), pose.stream().toList());
    }
}
