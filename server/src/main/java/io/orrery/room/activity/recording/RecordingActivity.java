package io.orrery.room.activity.recording;

import static io.orrery.room.activity.RecordingState.HIDDEN;
import static io.orrery.room.activity.RecordingState.PART;

import io.orrery.error.RoomError;
import io.orrery.room.access.Secret;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.PerPerson;
import io.orrery.room.activity.RecordingState;
import io.orrery.room.activity.Who;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.TextSanitizer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Lets the driver record the room. Everybody is told that it is recorded. What goes into a recording is the matter of {@code room.recording}, which
 * follows the room's log.
 */
public final class RecordingActivity implements PerPerson<RecordingState>, InRecordings.OfNobody<RecordingState> {
    /** The longest title, in characters. */
    public static final int LONGEST_TITLE = 100;

    private record Beginning(String title, boolean people) {
        static Beginning read(Fields fields) throws MalformedException {
            return new Beginning(
                    fields.has("title") ? RecordingActivity.title(fields) : "",
                    fields.has("people") && fields.flag("people"));
        }
    }

    /** @throws MalformedException if it is longer than a title may be */
    public static String title(Fields fields) throws MalformedException {
        return TextSanitizer.name(fields.anyText("title", LONGEST_TITLE));
    }

    @Override
    public StatePart<RecordingState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("record", Who.DRIVER, Beginning::read, RecordingActivity::begin),
                Command.of("record-pause", Who.DRIVER, by -> change(by, now -> now.paused(true))),
                Command.of("record-resume", Who.DRIVER, by -> change(by, now -> now.paused(false))),
                Command.of("record-stop", Who.DRIVER, by -> by.put(PART, RecordingState.NONE)),
                Command.of(
                        "record-title",
                        Who.DRIVER,
                        RecordingActivity::title,
                        (title, by) -> change(by, now -> now.titled(title))),
                Command.of("record-hide", Who.ANYONE, fields -> fields.flag("on"), RecordingActivity::hide));
    }

    /** Of two devices that both begin, the second is told that the room is recorded already. */
    private static Outcome begin(Beginning wanted, Invocation by) {
        return PART.of(by.state()).on()
                ? new Refusal(new RoomError.AlreadyRecorded())
                : by.put(
                        PART,
                        new RecordingState(Secret.random(), true, false, by.now(), wanted.title(), wanted.people()));
    }

    private static Outcome change(Invocation by, UnaryOperator<RecordingState> change) {
        return PART.of(by.state()).on() ? by.change(PART, change) : new Refusal(new RoomError.NotRecorded());
    }

    private static Outcome hide(boolean on, Invocation by) {
        String person = by.sender().id();
        return new Outcome.Answer(HIDDEN, person, Optional.of(person).filter(any -> on));
    }

    @Override
    public Optional<String> ballot(RecordingState state) {
        return Optional.of(HIDDEN);
    }

    @Override
    public RecordingState counted(RecordingState state, Ballots.Counts counts) {
        return state;
    }

    @Override
    public Optional<Record> ownOf(RecordingState state, String answer) {
        return Optional.of(new RecordingState.Hidden(true));
    }

    /** The recording goes on; nobody is known any more who could be hidden. */
    @Override
    public RecordingState erased(RecordingState state) {
        return state;
    }

    @Override
    public Optional<RecordingState> seenBy(Role role, RecordingState state) {
        return Optional.of(state).filter(RecordingState::on);
    }
}
