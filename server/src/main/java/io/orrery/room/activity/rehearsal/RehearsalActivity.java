package io.orrery.room.activity.rehearsal;

import static io.orrery.room.activity.RehearsalState.PART;

import io.orrery.error.RoomError;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import io.orrery.room.activity.CommandTrait;
import io.orrery.room.activity.InRecordings;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.Outcome;
import io.orrery.room.activity.Outcome.Refusal;
import io.orrery.room.activity.Reacts;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Who;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.List;
import java.util.Optional;

/**
 * Lets a presenter see alone what a room does: invented people ({@link InventedPerson}) answer, ask, vote, propose texts and signal as others do, and every
 * screen says so. They go with all that they have done when the rehearsal ends: by its command, when the lobby opens or is left, when somebody else
 * drives, when the driver stays away, when more than a few people have come, and with a restart. Questions that the room was asked end with it.
 *
 * <p>What is theirs, or names them, is stored nowhere ({@link Ballots#hold}); what people answer meanwhile is stored at once.
 */
public final class RehearsalActivity implements Reacts<RehearsalState>, InRecordings.OfNobody<RehearsalState> {
    private static final int MOST_LINES = 12;
    private static final int LONGEST_QUESTION = 200;
    private static final int LONGEST_TEXT = 400;

    @Override
    public StatePart<RehearsalState> part() {
        return PART;
    }

    @Override
    public List<Command<?>> commands() {
        return List.of(
                Command.of("rehearse", Who.DRIVER, RehearsalActivity::read, RehearsalActivity::begin),
                Command.of("rehearse-end", Who.PRESENTER, by -> by.put(PART, RehearsalState.NONE)));
    }

    private static RehearsalState read(Fields fields) throws MalformedException {
        return new RehearsalState(
                InventedPerson.ALL,
                fields.has("questions") ? fields.lines("questions", MOST_LINES, LONGEST_QUESTION) : List.of(),
                fields.has("texts") ? fields.texts("texts", MOST_LINES, LONGEST_TEXT) : List.of());
    }

    private static Outcome begin(RehearsalState wanted, Invocation by) {
        if (PART.of(by.state()).isOn()) {
            return by.unchanged();
        }
        if (by.audience() > RehearsalState.MOST_PEOPLE) {
            return new Refusal(new RoomError.NoRehearsalAmongPeople(RehearsalState.MOST_PEOPLE));
        }
        boolean isAnswered = Activities.ALL.rehearsing().stream()
                .anyMatch(activity -> activity.hasAnswers(by.state(), by.ballots()));
        return isAnswered ? new Refusal(new RoomError.NoRehearsalAmongAnswers()) : by.put(PART, wanted);
    }

    @Override
    public Optional<RehearsalState> seenBy(Role role, RehearsalState state) {
        return Optional.of(new RehearsalState(state.people(), List.of(), List.of()))
                .filter(RehearsalState::isOn);
    }

    /** A command that leaves the lobby to show something, such as a question, is part of the rehearsal. */
    @Override
    public RehearsalState after(Transition transition, RehearsalState state) {
        boolean isOther = !DriverState.PART
                .of(transition.after())
                .isHeldBy(DriverState.PART.of(transition.before()).holder());
        boolean isLobby = LobbyState.PART.of(transition.before()).lobby()
                != LobbyState.PART.of(transition.after()).lobby();
        return isOther || (isLobby && !transition.command().is(CommandTrait.BEGINS)) ? RehearsalState.NONE : state;
    }
}
