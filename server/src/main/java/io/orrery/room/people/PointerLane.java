package io.orrery.room.people;

import io.orrery.room.link.Link;
import io.orrery.wire.CellMark;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Pose;
import io.orrery.wire.ServerMessage.Pointer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cell that the driver points at, and the pose of the driver's camera. Only the latest counts; pointing does not
 * change the room's state, and is not in its log: a restart forgets it.
 */
public final class PointerLane {
    private final Consumer<Link.FromOwner> fronts;
    private Optional<CellMark> cell = Optional.empty();
    private Optional<Pose> pose = Optional.empty();

    /** @param fronts are told each move */
    public PointerLane(Consumer<Link.FromOwner> fronts) {
        this.fronts = fronts;
    }

    /**
     * Moves the pointer.
     *
     * @param by the id of the driver, who need not be told
     * @param sharing whether the driver shares the camera; else its pose is dropped
     */
    public void take(String by, Point point, boolean sharing) {
        cell = point.cell();
        pose = sharing ? point.pose() : Optional.empty();
        fronts.accept(said(by));
    }

    /** Clears cell and pose, when the driver changes. */
    public void clear() {
        cell = Optional.empty();
        pose = Optional.empty();
        fronts.accept(said());
    }

    /** Clears the cell, when the driver leaves. A shared camera stays where it is. */
    public void putAway() {
        if (!isEmpty()) {
            cell = Optional.empty();
            fronts.accept(said());
        }
    }

    /** Drops the camera. */
    public void unshare() {
        if (pose.isPresent()) {
            pose = Optional.empty();
            fronts.accept(said());
        }
    }

    private boolean isEmpty() {
        return cell.isEmpty() && pose.isEmpty();
    }

    public Link.Pointing said() {
        return said("");
    }

    private Link.Pointing said(String except) {
        var pointer = new Pointer(cell.stream().toList(), pose.stream().toList());
        return new Link.Pointing(pointer.json(), isEmpty(), except);
    }
}
