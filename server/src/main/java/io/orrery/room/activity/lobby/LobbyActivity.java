package io.orrery.room.activity.lobby;

import static io.orrery.room.activity.CommandTrait.BEGINS;
import static io.orrery.room.activity.CommandTrait.SHOWS_MODEL;
import static io.orrery.room.activity.CommandTrait.UNDOABLE;
import static io.orrery.room.activity.lobby.LobbyActivity.LobbyState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.SeenByAll;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.state.StatePart;
import java.util.List;

/** The lobby, in which people gather before the presentation and during breaks. */
public final class LobbyActivity
        implements SeenByAll<LobbyState>, Reacts<LobbyState>, Undoes<LobbyState>, InRecordings.OfNobody<LobbyState> {
    /**
     * Whether the room is in the lobby.
     *
     * @param lobby whether the lobby is shown: before the presentation, and when the presenter opens it again
     * @param began when the lobby was left for the first time, ms of the server's clock; 0 before that
     */
    public record LobbyState(boolean lobby, double began) {
        public static final StatePart<LobbyState> PART =
                StatePart.flat("lobby", LobbyState.class, new LobbyState(true, 0));

        /** Whether a change opens the lobby, which shows the whole model: what was open or chosen ends. */
        public static boolean opens(Transition transition) {
            return PART.of(transition.after()).lobby()
                    && !PART.of(transition.before()).lobby();
        }

        LobbyState gathering() {
            return new LobbyState(true, began);
        }

        /** Leaves the lobby. The presentation begins when it is left for the first time. */
        public LobbyState left(double now) {
            return new LobbyState(false, began > 0 ? began : now);
        }
    }

    @Override
    public StatePart<LobbyState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of("lobby", Who.DRIVER, fields -> fields.flag("on"), LobbyActivity::lobby)
                .with(UNDOABLE, SHOWS_MODEL));
    }

    /** Opening the lobby pauses the walk. */
    private static Outcome lobby(boolean on, Invocation by) {
        return new Outcome.Change(
                on
                        ? by.state().update(WalkState.PART, WalkState::paused).update(PART, LobbyState::gathering)
                        : by.state().update(PART, lobby -> lobby.left(by.now())));
    }

    @Override
    public LobbyState after(Transition transition, LobbyState state) {
        return transition.command().is(BEGINS) ? state.left(transition.now()) : state;
    }

    /** Undo does not change when the presentation began. */
    @Override
    public LobbyState undone(LobbyState now, LobbyState then) {
        return new LobbyState(then.lobby(), now.began());
    }
}
