package io.orrery.room.activity.visibility;

import static io.orrery.room.activity.visibility.VisibilityActivity.VisibilityState.PART;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Undoes;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.Withholds;
import io.orrery.room.activity.visibility.VisibilityActivity.VisibilityState;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity.WhyState;
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
    /**
     * Whether the audience is shown the probabilities of the next token. They are shown at the step that computes them, and at a step where
     * a command was about the next token.
     *
     * @param hidden whether the presenter keeps them hidden at every step
     * @param about the command for which they are shown at a step that does not compute them; empty for none
     * @param fresh the step at which another text came, if it computes a number for each token: there all are hidden, so that the room can guess first; empty for none
     */
    public record VisibilityState(
            boolean hidden,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<About> about,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> fresh) {
        public static final VisibilityState AUTOMATIC = new VisibilityState(false, Optional.empty(), Optional.empty());

        public static final StatePart<VisibilityState> PART =
                StatePart.member("answer", VisibilityState.class, AUTOMATIC);

        /**
         * A command about the next token.
         *
         * @param step the step at which it was given; at other steps it no longer counts
         * @param by the command's name
         */
        public record About(String step, String by) {}

        /** Whether the audience is shown the probabilities at this step. */
        boolean isShownAt(String step, Walk walk) {
            return showsNumbersAt(step)
                    && (walk.showsNext(step) || about.map(About::step).equals(Optional.of(step)));
        }

        /** Whether the audience is shown the numbers of this step, if it computes some for each token: logits tell no probability. */
        boolean showsNumbersAt(String step) {
            return !hidden && !fresh.equals(Optional.of(step));
        }

        VisibilityState about(String step, String command) {
            return new VisibilityState(hidden, Optional.of(new About(step, command)), Optional.empty());
        }

        VisibilityState aboutNothing() {
            return new VisibilityState(hidden, Optional.empty(), Optional.empty());
        }

        /** For another text at this step. */
        VisibilityState freshAt(String step) {
            return new VisibilityState(hidden, Optional.empty(), Optional.of(step));
        }

        /** As before another text came: the room was told what it has guessed, or the step would not show it anyway. */
        public VisibilityState withoutFresh() {
            return new VisibilityState(hidden, about, Optional.empty());
        }

        /**
         * A presenter's choice for one step.
         *
         * @param shown whether they are shown; empty for automatic
         * @param step at which it is chosen
         */
        public static VisibilityState chosen(Optional<Boolean> shown, String step, Walk walk) {
            // Where they are shown anyway, nothing needs to be remembered.
            boolean isAutomatic = shown.isEmpty() || (shown.get() && walk.showsNext(step));
            return isAutomatic ? AUTOMATIC : shown.get() ? shownAt(step, VisibilityActivity.ANSWER) : keptHidden();
        }

        static VisibilityState shownAt(String step, String command) {
            return AUTOMATIC.about(step, command);
        }

        public static VisibilityState keptHidden() {
            return new VisibilityState(true, Optional.empty(), Optional.empty());
        }
    }

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
     * A command about the next token shows it at this step; moving on, another text, or the end of all changes to the model ends
     * that. What follows another text is hidden also where it would be shown, until the walk moves on: nobody could guess it any more.
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
            String command = transition.command().name();
            if (isChanged(transition.before()) && !isChanged(transition.after())) {
                // What something else has shown since, such as the presenter, stays.
                return state.about().filter(about -> about.by().equals(command)).isPresent()
                        ? state.aboutNothing()
                        : state;
            }
            return state.about(now.step(), command);
        }
        return now.equals(cursor(transition.before())) ? state : state.aboutNothing();
    }

    @Override
    public VisibilityState moved(RoomState before, RoomState after, VisibilityState state, Engine engine) {
        WalkState walk = WalkState.PART.of(after);
        return engine.walk(walk.trace().model()).tellsNext(walk.cursor().step()) ? state : state.withoutFresh();
    }

    private static boolean isChanged(RoomState state) {
        return !WalkState.PART.of(state).trace().changes().isEmpty();
    }

    private static List<Integer> tokens(RoomState state) {
        return WalkState.PART.of(state).trace().tokens();
    }

    private static Cursor cursor(RoomState state) {
        return WalkState.PART.of(state).cursor();
    }
}
