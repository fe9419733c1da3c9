package io.orrery.room.activity.driver;

import static io.orrery.room.activity.driver.DriverActivity.DriverState.PART;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passes control between presenters, and removes people from the room. */
public final class DriverActivity implements SeenByAll<DriverState>, Reacts<DriverState>, InRecordings<DriverState> {
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

        public static final StatePart<DriverState> PART =
                StatePart.member("wheel", DriverState.class, heldBy(PRESENTER));

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

    @Override
    public StatePart<DriverState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of(
                        "ask-wheel",
                        Who.PRESENTER,
                        fields -> fields.flag("on"),
                        (on, by) -> by.change(
                                PART, control -> control.asked(by.sender().party(), on))),
                Command.of(
                        "offer-wheel",
                        Who.DRIVER_OR_HOST,
                        fields -> fields.anyText("to", ClientMessages.LONGEST_ID),
                        DriverActivity::offer),
                Command.of("take-wheel", Who.PRESENTER, DriverActivity::take),
                Command.of(
                        "kick",
                        Who.DRIVER_OR_HOST,
                        fields -> fields.text("person", ClientMessages.LONGEST_ID),
                        (person, by) -> by.removal(person, present -> Optional.empty())));
    }

    /** Offers control to somebody who may drive and is present, or to the presenter, who may be away for a moment. */
    private static Outcome offer(String to, Invocation by) {
        if (!to.isEmpty() && !to.equals(DriverState.PRESENTER)) {
            Optional<Role> role = by.people().apply(to).map(Invocation.Present::role);
            if (role.isEmpty()) {
                return new Outcome.Refusal(new RoomError.UnknownPerson());
            }
            if (!role.get().mayDrive()) {
                return new Outcome.Refusal(new RoomError.MayNotDrive());
            }
        }
        return by.change(PART, control -> control.offeredTo(to));
    }

    private static Outcome take(Invocation by) {
        return by.change(
                PART,
                control -> control.takenBy(by.sender().party(), by.now())
                        .orElseThrow(() -> new OrreryException(new RoomError.WheelNotFree())));
    }

    /** Offers of control, and requests for it, do not outlive a restart. */
    @Override
    public DriverState restored(DriverState saved) {
        return DriverState.heldBy(saved.holder());
    }

    @Override
    public DriverState withoutPeople(DriverState seen) {
        return DriverState.heldBy(DriverState.PRESENTER);
    }

    @Override
    public DriverState without(DriverState seen, Set<String> hidden) {
        return hidden.contains(seen.holder()) ? withoutPeople(seen) : DriverState.heldBy(seen.holder());
    }
}
