package io.orrery.room.activity.door;

import static io.orrery.room.activity.door.DoorState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.Who;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Locks the room, limits how many people fit in, and keeps people out.
 *
 * <p>A browser that clears its storage is a new person, and nothing but its address can tell otherwise. So a person is kept out by
 * refusing new people from the same address. Those who are in the room already, and those who were in it before, are not affected.
 */
public final class DoorActivity implements PerPerson<DoorState> {
    /** More than any server can hold; the server's own limit applies as well. */
    private static final int LARGEST_CAPACITY = 1_000_000;

    /** Networks that are kept out at the same time; the one that was added first is let in again. */
    private static final int MOST_NETWORKS = 64;

    /** What stands in the ballot beside each network. */
    private static final String KEPT_OUT = "kept out";

    @Override
    public StatePart<DoorState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of(
                        "lock",
                        Who.DRIVER_OR_HOST,
                        fields -> fields.flag("on"),
                        (on, by) -> by.change(PART, door -> door.withLock(on))),
                Command.of(
                        "capacity",
                        Who.DRIVER_OR_HOST,
                        fields -> fields.count("people", 0, LARGEST_CAPACITY),
                        (people, by) -> by.change(PART, door -> door.withCapacity(people))),
                Command.of(
                        "keep-out",
                        Who.DRIVER_OR_HOST,
                        fields -> fields.text("person", ClientMessages.LONGEST_ID),
                        DoorActivity::keepOut),
                Command.of("let-in", Who.DRIVER_OR_HOST, by -> by.change(PART, DoorState::lettingIn)));
    }

    private static Outcome keepOut(String person, Invocation by) {
        String ballot = PART.of(by.state()).ballot();
        return by.removal(
                person,
                present -> Optional.of(present.network())
                        .filter(network -> !network.isEmpty())
                        .map(network -> new Outcome.Answer(ballot, network, Optional.of(KEPT_OUT))));
    }

    /** Attendees are not told: whom the presenter keeps out is nobody else's business. */
    @Override
    public Optional<DoorState> seenBy(Role role, DoorState state) {
        return role.mayDrive() && !state.isOpen() ? Optional.of(state.seen()) : Optional.empty();
    }

    /** Of networks, which are kept apart from the state as what people answer is. */
    /** The room stays locked; networks that were kept out are let in, for nothing of them is kept. */
    @Override
    public DoorState erased(DoorState state) {
        return state.lettingIn();
    }

    @Override
    public Optional<String> ballot(DoorState state) {
        return Optional.of(state.ballot());
    }

    @Override
    public DoorState counted(DoorState state, Ballots.Counts counts) {
        return state.keepingOut(counts.people());
    }

    @Override
    public int most() {
        return MOST_NETWORKS;
    }
}
