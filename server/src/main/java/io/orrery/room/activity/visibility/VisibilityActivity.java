package io.orrery.room.activity.visibility;

import static io.orrery.room.activity.visibility.VisibilityState.PART;

import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Transition;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.Withholds;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyState;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.Cursor;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the most probable next tokens from the audience until the walk comes to them, a command is about them, or the presenter shows
 * them, so that the answer is not given away. While they are hidden they are not sent to anyone who cannot drive, and neither are the
 * numbers of a step that computes them.
 */
public final class VisibilityActivity
        implements Withholds<VisibilityState>,
                Reacts<VisibilityState>,
                Undoes<VisibilityState>,
                InRecordings.OfNobody<VisibilityState> {
    static final String ANSWER = "answer";

    @Override
    public StatePart<VisibilityState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(Command.of(ANSWER, Who.DRIVER, VisibilityActivity::read, VisibilityActivity::answer)
                .with(CommandTrait.UNDOABLE));
    }

    /** Whether to show or hide them; empty for automatic. */
    private static Optional<Boolean> read(Fields fields) throws MalformedException {
        return fields.has("shown") ? Optional.of(fields.flag("shown")) : Optional.empty();
    }

    private static Outcome answer(Optional<Boolean> shown, Invocation by) {
        WalkState walk = WalkState.PART.of(by.state());
        VisibilityState next = VisibilityState.chosen(shown, walk.cursor().step(), by.walk(walk.trace()));
        return by.put(PART, next);
    }

    @Override
    public Optional<VisibilityState> seenBy(Role role, VisibilityState state) {
        return state.equals(VisibilityState.AUTOMATIC) ? Optional.empty() : Optional.of(state);
    }

    @Override
    public RoomState withheld(Role role, RoomState state, Walk walk) {
        return role.mayDrive() || isShown(state, walk) ? state : state.update(WalkState.PART, WalkState::withoutNext);
    }

    @Override
    public boolean showsNumbers(Role role, RoomState state, Walk walk) {
        String step = cursor(state).step();
        return role.mayDrive() || !walk.tellsNext(step) || PART.of(state).showsNumbersAt(step) || isShown(state, walk);
    }

    /** Whether the room is shown them. An open question of why shows them, because its numbers reveal them. */
    public static boolean isShown(RoomState state, Walk walk) {
        return PART.of(state).isShownAt(cursor(state).step(), walk)
                || WhyState.PART.of(state).hasTool();
    }

    /**
     * A command about the next token shows it at this step; moving on, or another text, ends that. What follows another text is hidden
     * also where it would be shown, until the walk moves on: nobody could guess it any more.
     */
    @Override
    public VisibilityState after(Transition transition, VisibilityState state) {
        boolean isSet = transition.command().is(CommandTrait.SETS_SCENE);
        if (isSet || !PART.of(transition.before()).equals(state)) {
            return state;
        }
        Cursor now = cursor(transition.after());
        if (transition.command().is(CommandTrait.BRINGS_TEXT)
                && !tokens(transition.after()).equals(tokens(transition.before()))) {
            return state.freshAt(now.step());
        }
        if (transition.command().is(CommandTrait.CHOOSES_TOKEN)) {
            return state.about(now.step(), transition.command().name());
        }
        return now.equals(cursor(transition.before())) ? state : state.aboutNothing();
    }

    @Override
    public VisibilityState moved(RoomState before, RoomState after, VisibilityState state, Engine engine) {
        WalkState walk = WalkState.PART.of(after);
        return engine.walk(walk.trace().model()).tellsNext(walk.cursor().step()) ? state : state.withoutFresh();
    }

    private static List<Integer> tokens(RoomState state) {
        return WalkState.PART.of(state).trace().tokens();
    }

    private static Cursor cursor(RoomState state) {
        return WalkState.PART.of(state).cursor();
    }
}
