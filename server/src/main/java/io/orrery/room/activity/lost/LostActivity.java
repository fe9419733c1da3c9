package io.orrery.room.activity.lost;

import static io.orrery.room.activity.lost.LostState.PART;

import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Background;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.Departure;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/** Lets each person say "I am lost". Those who may drive see how many are, and at which step; nobody sees who. */
public final class LostActivity implements Activity<LostState> {
    /** The least time between two announcements of how many are lost, ms: a change of each flag would be a message to each who may drive. */
    public static final double ANNOUNCE_MS = 250;

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

    @Override
    public LostState remembered(LostState state) {
        return LostState.NONE;
    }

    @Override
    public LostState restored(LostState saved) {
        return saved.announced();
    }

    /** Flags that have changed are announced together. */
    @Override
    public Optional<Background> background(RoomState state, Engine engine) {
        return PART.of(state).changed()
                ? Optional.of(Background.of(ANNOUNCE_MS, "announce", later -> later.update(PART, LostState::announced)))
                : Optional.empty();
    }

    /** The flag of a person who was removed, or has been away for too long, is lowered. */
    @Override
    public LostState departed(LostState state, String person, Departure why) {
        return state.lowered(person);
    }
}
