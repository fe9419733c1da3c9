package io.orrery.room.activity.lost;

import static io.orrery.room.activity.lost.LostState.PART;

import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Departure;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.Part;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/** Lets each person say "I am lost". Those who may drive see how many are, and at which step; nobody sees who. */
public final class LostActivity implements Activity<LostState> {
    @Override
    public Part<LostState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("lost", Who.ANYONE, fields -> fields.flag("on"), LostActivity::lost));
    }

    private static Outcome lost(boolean on, Invocation by) {
        String person = by.sender().id();
        String step = WalkState.PART.of(by.state()).cursor().step();
        return new Outcome.Change(
                by.state().update(PART, lost -> on ? lost.raised(person, step) : lost.lowered(person)));
    }

    @Override
    public Optional<LostState> seenBy(Role role, LostState state) {
        return role.mayDrive() && !state.steps().isEmpty() ? Optional.of(state.anonymous()) : Optional.empty();
    }

    @Override
    public Optional<Record> ownOf(String person, LostState state) {
        return Optional.ofNullable(state.people().get(person)).map(LostState.Flag::new);
    }

    /** The flag of a person who was removed, or has been away for too long, is lowered. */
    @Override
    public LostState departed(LostState state, String person, Departure why) {
        return state.lowered(person);
    }
}
