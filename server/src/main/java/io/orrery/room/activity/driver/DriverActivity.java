package io.orrery.room.activity.driver;

import static io.orrery.room.activity.driver.DriverState.PART;

import io.orrery.error.OrreryException;
import io.orrery.error.RoomError;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Who;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passes control between presenters, and removes people from the room. */
public final class DriverActivity implements SeenByAll<DriverState>, Reacts<DriverState>, InRecordings<DriverState> {
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
        return by.change(PART, control -> control.takenBy(by.sender().party(), by.now())
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
