package io.orrery.room.activity.driver;

import io.orrery.room.state.StatePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who drives, and who has asked to. All devices with the presenter's key are one party, so that a presenter can drive
 * from a laptop and a phone at once. Each co-presenter is a party of one.
 *
 * @param holder the party that drives: {@link #PRESENTER}, or a person's id, which is the person's number
 * @param offered the party to which control is offered; empty for none
 * @param asking the parties that have asked for control, in the order in which they asked
 * @param freeAt when anyone who may drive can take control because its driver has left, ms of the server's clock; 0
 *     while the driver is present
 */
public record DriverState(String holder, String offered, List<String> asking, double freeAt) {
    /** The party of everyone with the presenter's key. */
    public static final String PRESENTER = "presenter";

    /** How long control is kept for a driver who has left. A laptop that changes networks is back sooner. */
    public static final double WAIT_MS = 15_000;

    public static final StatePart<DriverState> PART = StatePart.member("wheel", DriverState.class, heldBy(PRESENTER));

    public DriverState {
        asking = List.copyOf(asking);
    }

    /** A party drives; no offers and no requests. */
    public static DriverState heldBy(String party) {
        return new DriverState(party, "", List.of(), 0);
    }

    public boolean isHeldBy(String party) {
        return holder.equals(party);
    }

    DriverState asked(String party, boolean on) {
        var next = new ArrayList<>(asking);
        next.remove(party);
        if (on && !isHeldBy(party)) {
            next.add(party);
        }
        return new DriverState(holder, offered, next, freeAt);
    }

    /** Offers control to a party; a party that asked gets it at once. If {@code to} is empty, withdraws the offer. */
    DriverState offeredTo(String to) {
        return asking.contains(to) ? handedTo(to) : new DriverState(holder, isHeldBy(to) ? "" : to, asking, freeAt);
    }

    /**
     * The state after a party has taken control; empty if the party may not, because another party drives and has not
     * offered it. The presenter may always take control.
     */
    Optional<DriverState> takenBy(String party, double now) {
        boolean isFree = freeAt > 0 && now >= freeAt;
        if (isHeldBy(party)) {
            return Optional.of(this);
        }
        return party.equals(PRESENTER) || offered.equals(party) || isFree
                ? Optional.of(handedTo(party))
                : Optional.empty();
    }

    private DriverState handedTo(String party) {
        return new DriverState(party, "", asking, 0).asked(party, false);
    }

    /**
     * The state after people have come or gone.
     *
     * @param isAnyoneHere whether anyone who may drive is present
     */
    public DriverState attended(boolean isDriverHere, boolean isAnyoneHere, double now) {
        boolean waits = freeAt > 0;
        if (isDriverHere && waits) {
            return freeFrom(0);
        }
        return !isDriverHere && isAnyoneHere && !waits ? freeFrom(now + WAIT_MS) : this;
    }

    private DriverState freeFrom(double at) {
        return new DriverState(holder, offered, asking, at);
    }

    /** Without the request of a party that was removed, or the offer to it. */
    public DriverState without(String party) {
        return new DriverState(holder, offered.equals(party) ? "" : offered, asked(party, false).asking, freeAt);
    }
}
