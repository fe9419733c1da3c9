package io.orrery.room.activity.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.state.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Who may enter the room. Whoever has a key may always; whoever was in the room before may come back while there is space.
 *
 * @param locked whether nobody new may enter
 * @param capacity the most people without a key, as the presenter has set it; 0 for the server's own limit
 * @param keptOut the number of networks from which nobody new may enter
 * @param networks those networks; never sent to anyone
 */
public record DoorState(
        boolean locked,
        int capacity,
        int keptOut,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> networks) {
    /** Networks that are kept out at the same time; the one that was added first is dropped. */
    static final int MOST_NETWORKS = 64;

    public static final Part<DoorState> PART = Part.member("door", DoorState.class, of(false, 0, List.of()));

    public DoorState {
        // An empty list is left out of the JSON.
        networks = List.copyOf(Objects.requireNonNullElse(networks, List.of()));
    }

    private static DoorState of(boolean locked, int capacity, List<String> networks) {
        return new DoorState(locked, capacity, networks.size(), networks);
    }

    /** Whether nobody new may enter from a network. @param network empty if it is unknown */
    public boolean keepsOut(String network) {
        return networks.contains(network);
    }

    /** The most people without a key. @param most the server's own limit */
    public int capacity(int most) {
        return capacity == 0 ? most : Math.min(capacity, most);
    }

    DoorState withLock(boolean on) {
        return of(on, capacity, networks);
    }

    DoorState withCapacity(int people) {
        return of(locked, people, networks);
    }

    DoorState keepingOut(String network) {
        var next = new ArrayList<>(networks);
        if (!network.isEmpty() && !next.contains(network)) {
            next.add(network);
        }
        return of(locked, capacity, next.subList(Math.max(0, next.size() - MOST_NETWORKS), next.size()));
    }

    DoorState keepingNobodyOut() {
        return of(locked, capacity, List.of());
    }

    /** Without the networks themselves. */
    DoorState anonymous() {
        return new DoorState(locked, capacity, keptOut, List.of());
    }

    /** Whether everybody may enter, as in a new room. */
    boolean isOpen() {
        return equals(of(false, 0, List.of()));
    }
}
