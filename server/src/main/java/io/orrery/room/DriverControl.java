package io.orrery.room;

import io.orrery.room.engine.RefusedException;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.WheelState;
import java.util.ArrayList;
import java.util.List;

/**
 * Who drives, and who would like to. All devices that show the presenter's key are one party, so that a presenter may
 * drive from a laptop and a phone at once; each co-presenter is a party alone.
 *
 * @param holder the party that drives
 * @param offered the party that it is offered to; empty for none
 * @param asking the parties that ask for it, in that order
 * @param freeAt when a wheel whose driver is gone may be taken, ms; 0 while its driver is here
 */
record DriverControl(String holder, String offered, List<String> asking, double freeAt) {
    /** Whoever shows the presenter's key. */
    static final String PRESENTER = "presenter";

    /** How long a wheel waits for a driver who is gone: a laptop that changes networks is back sooner. */
    static final double WAIT_MS = 15_000;

    static final DriverControl FIRST = new DriverControl(PRESENTER, "", List.of(), 0);

    DriverControl {
        asking = List.copyOf(asking);
    }

    boolean isHeldBy(String party) {
        return holder.equals(party);
    }

    DriverControl asked(String party, boolean on) {
        var next = new ArrayList<>(asking);
        next.remove(party);
        if (on && !isHeldBy(party)) {
            next.add(party);
        }
        return new DriverControl(holder, offered, next, freeAt);
    }

    /** Offered to a party, which has it at once if it asked; to nobody where {@code to} is empty. */
    DriverControl offeredTo(String to) {
        return asking.contains(to) ? heldBy(to) : new DriverControl(holder, isHeldBy(to) ? "" : to, asking, freeAt);
    }

    /**
     * Taken by a party. The presenter may always take it back: the room is the presenter's.
     *
     * @throws RefusedException while it is another's, and not on offer
     */
    DriverControl takenBy(String party, double now) {
        boolean isFree = freeAt > 0 && now >= freeAt;
        if (isHeldBy(party)) {
            return this;
        }
        if (party.equals(PRESENTER) || offered.equals(party) || isFree) {
            return heldBy(party);
        }
        throw new RefusedException(
                RefusalReason.NOT_ALLOWED, "Somebody else drives. Ask for the wheel, or wait until it is offered.");
    }

    private DriverControl heldBy(String party) {
        return new DriverControl(party, "", asking, 0).asked(party, false);
    }

    DriverControl freeFrom(double at) {
        return new DriverControl(holder, offered, asking, at);
    }

    /** Without what a party that is gone for good asked for or was offered. */
    DriverControl without(String party) {
        return new DriverControl(holder, offered.equals(party) ? "" : offered, asked(party, false).asking, freeAt);
    }

    WheelState said() {
        return new WheelState(holder, offered, asking, freeAt);
    }
}
