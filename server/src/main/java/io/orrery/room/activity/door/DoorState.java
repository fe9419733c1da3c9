package io.orrery.room.activity.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.StatePart;

/**
 * Who may enter the room. People with a key always may; people who were in the room before may come back while there is space.
 *
 * @param locked whether nobody new may enter
 * @param capacity the most people without a key, as the presenter has set it; 0 for the server's own limit
 * @param keptOut the number of networks from which nobody new may enter. It is put in when those who may drive are told; the room's own state has 0
 * @param timesLetIn how often all networks have been let in again; never sent to anyone
 */
public record DoorState(
        boolean locked,
        int capacity,
        int keptOut,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int timesLetIn) {
    public static final StatePart<DoorState> PART =
            StatePart.member("door", DoorState.class, new DoorState(false, 0, 0, 0));

    /** The ballot of the networks that are kept out. Letting all of them in begins a new one. */
    public String ballot() {
        return "door " + timesLetIn;
    }

    /** The most people without a key. @param most the server's own limit */
    public int capacity(int most) {
        return capacity == 0 ? most : Math.min(capacity, most);
    }

    DoorState withLock(boolean on) {
        return new DoorState(on, capacity, keptOut, timesLetIn);
    }

    DoorState withCapacity(int people) {
        return new DoorState(locked, people, keptOut, timesLetIn);
    }

    DoorState keepingOut(int networks) {
        return new DoorState(locked, capacity, networks, timesLetIn);
    }

    DoorState lettingIn() {
        return new DoorState(locked, capacity, 0, timesLetIn + 1);
    }

    /** As those who may drive see it. */
    DoorState seen() {
        return new DoorState(locked, capacity, keptOut, 0);
    }

    /** Whether everybody may enter, as in a new room. */
    boolean isOpen() {
        return !locked && capacity == 0 && keptOut == 0;
    }
}
