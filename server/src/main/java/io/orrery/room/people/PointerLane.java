package io.orrery.room.people;

import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.Optional;

/** Where the driver points, and where the driver's camera stands. Only the latest counts, and it is no change of the state. */
public final class PointerLane {
    private Optional<Mark> cell;
    private Optional<Pose> pose;

    /** As it was said last. */
    public PointerLane(Pointer said) {
        cell = said.cell().stream().findFirst();
        pose = said.pose().stream().findFirst();
    }

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

    public Pointer said() {
        return new Pointer(cell.stream().toList(), pose.stream().toList());
    }
}
