package io.orrery.room.activity.door;

import static io.orrery.room.activity.door.DoorActivity.DoorState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.door.DoorActivity.DoorState;
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
    /**
     * Who may enter the room. People with a key always may; people who were in the room before may come back while there is space.
     *
     * @param locked whether nobody new may enter
     * @param capacity the most people without a key, as the presenter has set it; 0 for the server's own limit
     * @param keptOut the number of networks from which nobody new may enter. It is put in when those who may drive are told; the room's own state has 0
     * @param timesLetIn how often all networks have been let in again; never sent to anyone
     */
    public record DoorState(
            boolean locked,
            int capacity,
            int keptOut,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int timesLetIn) {
        public static final StatePart<DoorState> PART =
                StatePart.member("door", DoorState.class, new DoorState(false, 0, 0, 0));

        /** The ballot of the networks that are kept out. Letting all of them in begins a new one. */
        public String ballot() {
            return "door " + timesLetIn;
        }

        /** The most people without a key. @param most the server's own limit */
        public int capacity(int most) {
            return capacity == 0 ? most : Math.min(capacity, most);
        }

        DoorState withLock(boolean on) {
            return new DoorState(on, capacity, keptOut, timesLetIn);
        }

        DoorState withCapacity(int people) {
            return new DoorState(locked, people, keptOut, timesLetIn);
        }

        DoorState keepingOut(int networks) {
            return new DoorState(locked, capacity, networks, timesLetIn);
        }

        DoorState lettingIn() {
            return new DoorState(locked, capacity, 0, timesLetIn + 1);
        }

        /** As those who may drive see it. */
        DoorState seen() {
            return new DoorState(locked, capacity, keptOut, 0);
        }

        /** Whether everybody may enter, as in a new room. */
        boolean isOpen() {
            return !locked && capacity == 0 && keptOut == 0;
        }
    }

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

    /** The room stays locked; networks that were kept out are let in, for nothing of them is kept. */
    @Override
    public DoorState erased(DoorState state) {
        return state.lettingIn();
    }

    /** Of networks, which are kept apart from the state as what people answer is. */
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
