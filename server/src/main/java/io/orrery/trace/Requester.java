package io.orrery.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * A requester of traces, which can stop waiting. The requesters of one party (a room, or the visitors behind one
 * address) share its turns. Thread-safe.
 */
public final class Requester {
    private final String party;
    private final List<Runnable> farewells = new ArrayList<>();
    private boolean left;

    private Requester(String party) {
        this.party = party;
    }

    /** A requester of the given party. */
    public static Requester of(String party) {
        return new Requester(party);
    }

    String party() {
        return party;
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
