package io.orrery.room.people;

import io.orrery.wire.CellMark;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.Optional;

/**
 * The cell that the driver points at, and the pose of the driver's camera. Only the latest counts; pointing does not
 * change the room's state, and is not in its log: a restart forgets it.
 */
public final class PointerLane {
    private Optional<CellMark> cell = Optional.empty();
    private Optional<Pose> pose = Optional.empty();

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
