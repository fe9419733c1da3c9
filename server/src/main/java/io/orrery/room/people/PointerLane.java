package io.orrery.room.people;

import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Mark;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.Optional;

/**
 * The cell that the driver points at, and the pose of the driver's camera. Only the latest counts; pointing does not
 * change the room's state.
 */
public final class PointerLane {
    private Optional<Mark> cell;
    private Optional<Pose> pose;

    /** Starts from a saved pointer. */
    public PointerLane(Pointer said) {
        cell = said.cell().stream().findFirst();
        pose = said.pose().stream().findFirst();
    }

    /** @param sharing whether the driver shares the camera; else its pose is dropped */
    void take(Point point, boolean sharing) {
        cell = point.cell();
        pose = sharing ? point.pose() : Optional.empty();
    }

    /** Clears cell and pose, when the driver changes. */
    void clear() {
        cell = Optional.empty();
        pose = Optional.empty();
    }

    /** Clears the cell, when the driver leaves. A shared camera stays where it is. */
    void putAway() {
        cell = Optional.empty();
    }

    /** Drops the camera. @return whether there was one */
    boolean unshare() {
        boolean wasShared = pose.isPresent();
        pose = Optional.empty();
        return wasShared;
    }

    boolean isEmpty() {
        return cell.isEmpty() && pose.isEmpty();
    }

    public Pointer said() {
        return new Pointer(cell.stream().toList(), pose.stream().toList());
    }
}
