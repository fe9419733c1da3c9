package io.orrery.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A requester of traces, which can stop waiting. The requesters of one tenant (a room, or the visitors behind one
 * address) share its turns. Rooms come before visitors. Thread-safe.
 */
public final class Requester {
    private final String tenant;
    private final boolean room;
    private final List<Runnable> farewells = new ArrayList<>();
    private boolean left;

    private Requester(String tenant, boolean room) {
        this.tenant = tenant;
        this.room = room;
    }

    /** A visitor of the given tenant. */
    public static Requester of(String tenant) {
        return new Requester(tenant, false);
    }

    /** A room, or a presenter who prepares a text for it. */
    public static Requester ofRoom(String tenant) {
        return new Requester(tenant, true);
    }

    boolean isRoom() {
        return room;
    }

    String tenant() {
        return tenant;
    }

    /** Stops waiting for any trace. */
    public void leave() {
        List<Runnable> told;
        synchronized (this) {
            left = true;
            told = List.copyOf(farewells);
            farewells.clear();
        }
        told.forEach(Runnable::run);
    }

    /** Registers an action for when this requester leaves. Runs it immediately if it has left already. */
    void onLeaving(Runnable farewell) {
        synchronized (this) {
            if (!left) {
                farewells.add(farewell);
                return;
            }
        }
        farewell.run();
    }
}
