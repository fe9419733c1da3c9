package io.orrery.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who waits for traces, and can cease to. Those of one party, a room or the visitors behind one address, share
 * its turns. May be used from any thread.
 */
public final class Requester {
    private final String party;
    private final List<Runnable> farewells = new ArrayList<>();
    private boolean left;

    private Requester(String party) {
        this.party = party;
    }

    /** One of a party. */
    public static Requester of(String party) {
        return new Requester(party);
    }

    String party() {
        return party;
    }

    /** Waits for nothing any more. */
    public void leave() {
        List<Runnable> told;
        synchronized (this) {
            left = true;
            told = List.copyOf(farewells);
            farewells.clear();
        }
        told.forEach(Runnable::run);
    }

    /** Runs something when this asker leaves, at once where it has. */
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
