package io.orrery.room.activity.driver;

import io.orrery.room.state.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who drives, and who would like to. All devices that show the presenter's key are one party, so that a presenter may
 * drive from a laptop and a phone at once; each co-presenter is a party alone.
 *
 * @param holder the party that drives: {@link #PRESENTER}, or a person's id
 * @param offered the party that the wheel is offered to; empty for none
 * @param asking the parties that ask for it, in that order
 * @param freeAt when a wheel whose driver is gone may be taken, ms of the server's clock; 0 while its driver is here
 */
public record DriverState(String holder, String offered, List<String> asking, double freeAt) {
    /** Everyone who shows the presenter's key. */
    public static final String PRESENTER = "presenter";

    /** How long a wheel waits for a driver who is gone: a laptop that changes networks is back sooner. */
    public static final double WAIT_MS = 15_000;

    public static final Part<DriverState> PART = Part.member("wheel", DriverState.class, heldBy(PRESENTER));

    public DriverState {
        asking = List.copyOf(asking);
    }

    /** Driven by a party; nobody asks. */
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

    /** Offered to a party, which has it at once if it asked; to nobody where {@code to} is empty. */
    DriverState offeredTo(String to) {
        return asking.contains(to) ? handedTo(to) : new DriverState(holder, isHeldBy(to) ? "" : to, asking, freeAt);
    }

    /**
     * Taken by a party; nothing while another party drives and does not offer. The presenter may always take it back: the
     * room is the presenter's.
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

    /** Whether the driver is here, and where not, whether anyone is who could take the wheel. */
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

    /** Without what a party that is gone for good asked for or was offered. */
    DriverState without(String party) {
        return new DriverState(holder, offered.equals(party) ? "" : offered, asked(party, false).asking, freeAt);
    }
}
