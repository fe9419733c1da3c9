package io.orrery.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A requester of traces, which can stop waiting. The requesters of one tenant (a room, or the visitors behind one
 * address) share its turns. Rooms come before visitors; what nobody waits for is computed while nothing else is. Thread-safe.
 */
public final class Requester {
    private final String tenant;
    private final Group group;
    private final List<Runnable> farewells = new ArrayList<>();
    private boolean left;

    /** Who comes before whom. */
    enum Group {
        ROOMS,
        VISITORS,
        IDLE
    }

    private Requester(String tenant, Group group) {
        this.tenant = tenant;
        this.group = group;
    }

    /** A visitor of the given tenant. */
    public static Requester of(String tenant) {
        return new Requester(tenant, Group.VISITORS);
    }

    /** A room, or a presenter who prepares a text for it. */
    public static Requester ofRoom(String tenant) {
        return new Requester(tenant, Group.ROOMS);
    }

    /** For what nobody waits for: it gets a turn only while nobody else waits for one. */
    public static Requester whenIdle(String tenant) {
        return new Requester(tenant, Group.IDLE);
    }

    Group group() {
        return group;
    }

    boolean isRoom() {
        return group == Group.ROOMS;
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
