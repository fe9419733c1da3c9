package io.orrery.room.activity;

import io.orrery.error.JsonError;
import io.orrery.room.activity.address.AddressActivity;
import io.orrery.room.activity.answer.AnswerActivity;
import io.orrery.room.activity.blank.BlankActivity;
import io.orrery.room.activity.change.ChangeActivity;
import io.orrery.room.activity.door.DoorActivity;
import io.orrery.room.activity.driver.DriverActivity;
import io.orrery.room.activity.focus.FocusActivity;
import io.orrery.room.activity.gallery.GalleryActivity;
import io.orrery.room.activity.lobby.LobbyActivity;
import io.orrery.room.activity.lost.LostActivity;
import io.orrery.room.activity.mark.MarkActivity;
import io.orrery.room.activity.prediction.PredictionActivity;
import io.orrery.room.activity.prompts.PromptsActivity;
import io.orrery.room.activity.share.ShareActivity;
import io.orrery.room.activity.text.TextActivity;
import io.orrery.room.activity.texts.TextsActivity;
import io.orrery.room.activity.tour.TourActivity;
import io.orrery.room.activity.training.TrainingActivity;
import io.orrery.room.activity.undo.UndoActivity;
import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.room.activity.why.WhyActivity;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.Part;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StateJson;
import io.orrery.tour.Walk;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of activities. Each method on a state asks all activities, one after the other. */
public final class Activities {
    /** All activities, in the order in which their parts are written to JSON. */
    public static final Activities ALL = new Activities(List.of(
            new WalkActivity(),
            new TextActivity(),
            new LobbyActivity(),
            new BlankActivity(),
            new MarkActivity(),
            new ShareActivity(),
            new GalleryActivity(),
            new UndoActivity(),
            new DriverActivity(),
            new AddressActivity(),
            new LostActivity(),
            new DoorActivity(),
            new PromptsActivity(),
            new FocusActivity(),
            new AnswerActivity(),
            new TrainingActivity(),
            new WhyActivity(),
            new ChangeActivity(),
            new PredictionActivity(),
            new TourActivity(),
            new TextsActivity()));

    private final List<Activity<?>> list;
    private final Map<String, Command<?>> commands = new LinkedHashMap<>();
    private final Map<String, Activity<?>> owners = new HashMap<>();
    private final List<PerPerson<?>> perPerson = new ArrayList<>();
    private final StateJson json;

    Activities(List<Activity<?>> list) {
        this.list = list;
        json = new StateJson(list.stream().<Part<?>>map(Activity::part).toList());
        for (Activity<?> activity : list) {
            if (activity instanceof PerPerson<?> asking) {
                perPerson.add(asking);
            }
            for (Command<?> command : activity.commands()) {
                owners.put(command.name(), activity);
                if (commands.put(command.name(), command) != null) {
                    throw new IllegalArgumentException("two commands are named " + command.name());
                }
            }
        }
    }

    public List<Activity<?>> list() {
        return list;
    }

    /** The declarations of all commands. */
    public Collection<Command<?>> commands() {
        return commands.values();
    }

    /** The activity that declares a command. */
    public Activity<?> of(Command<?> command) {
        return owners.get(command.name());
    }

    public StateJson json() {
        return json;
    }

    /** @throws MalformedException if there is no such command, or if its fields cannot be read */
    public Command.Given<?> read(String name, Fields fields) throws MalformedException {
        Command<?> command = commands.get(name);
        if (command == null) {
            throw new MalformedException(new JsonError.UnknownCommand());
        }
        return command.read(fields);
    }

    /** The state of a new room, except for the parts whose first value is given when the room is opened. */
    public RoomState first() {
        RoomState state = RoomState.EMPTY;
        for (Activity<?> activity : list) {
            state = first(state, activity.part());
        }
        return state;
    }

    private static <S extends Record> RoomState first(RoomState state, Part<S> part) {
        return part.first().map(first -> state.with(part, first)).orElse(state);
    }

    /** The state as a role sees it. @param walk the walk through the steps of the state's model */
    public RoomState seenBy(Role role, RoomState state, Walk walk) {
        RoomState seen = state;
        for (Activity<?> activity : list) {
            seen = activity.withheld(role, seen, walk);
        }
        return seenBy(role, seen);
    }

    /** Whether a role may be sent the numbers of the present step. */
    public boolean showsNumbers(Role role, RoomState state, Walk walk) {
        return list.stream().allMatch(activity -> activity.showsNumbers(role, state, walk));
    }

    /** What each activity lets a role see of its own part. */
    RoomState seenBy(Role role, RoomState state) {
        var seen = new HashMap<String, Record>();
        for (Activity<?> activity : list) {
            seenBy(role, state, activity)
                    .ifPresent(part -> seen.put(activity.part().name(), part));
        }
        return new RoomState(seen);
    }

    private static <S extends Record> Optional<S> seenBy(Role role, RoomState state, Activity<S> activity) {
        return activity.seenBy(role, activity.part().of(state));
    }

    /** The private data of one person, by part name; sent to that person only. */
    public Map<String, Record> ownOf(String person, RoomState state, Ballots ballots) {
        var own = new LinkedHashMap<String, Record>();
        for (PerPerson<?> activity : perPerson) {
            ownOf(person, state, ballots, activity)
                    .ifPresent(seen -> own.put(activity.part().name(), seen));
        }
        return own;
    }

    private static <S extends Record> Optional<Record> ownOf(
            String person, RoomState state, Ballots ballots, PerPerson<S> activity) {
        S part = activity.part().of(state);
        return activity.ballot(part)
                .flatMap(ballot -> ballots.answer(ballot, person))
                .flatMap(answer -> activity.ownOf(part, answer));
    }

    /** The names of the ballots that a state has. */
    public Set<String> ballots(RoomState state) {
        return perPerson.stream()
                .flatMap(activity -> ballot(state, activity).stream())
                .collect(Collectors.toSet());
    }

    private static <S extends Record> Optional<String> ballot(RoomState state, PerPerson<S> activity) {
        return activity.ballot(activity.part().of(state));
    }

    /** The state with the counts of its ballots put in. @param counts by ballot */
    public RoomState counted(RoomState present, Map<String, Ballots.Counts> counts) {
        RoomState state = present;
        for (PerPerson<?> activity : perPerson) {
            state = counted(state, counts, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState counted(
            RoomState state, Map<String, Ballots.Counts> counts, PerPerson<S> activity) {
        return ballot(state, activity)
                .map(ballot -> counts.getOrDefault(ballot, Ballots.Counts.NONE))
                .map(known -> state.update(activity.part(), part -> activity.counted(part, known)))
                .orElse(state);
    }

    /** Whether a part with counts is another one. */
    public boolean isOtherForCounts(RoomState before, RoomState after) {
        return perPerson.stream()
                .map(Activity::part)
                .anyMatch(part -> !part.of(before).equals(part.of(after)));
    }

    /** The parts with counts that a role sees, by name. @param seen the state as the role sees it */
    public Map<String, Record> partsWithCounts(RoomState seen) {
        return perPerson.stream()
                .map(Activity::part)
                .filter(seen::has)
                .collect(Collectors.toMap(Part::name, part -> part.of(seen)));
    }

    /** The state after the answers of a person who has left were deleted, as far as they are not kept. */
    public RoomState withoutAnswers(RoomState present, String person, Departure why, Ballots ballots) {
        RoomState state = present;
        for (PerPerson<?> activity : perPerson) {
            state = withoutAnswer(state, person, why, ballots, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState withoutAnswer(
            RoomState state, String person, Departure why, Ballots ballots, PerPerson<S> activity) {
        if (activity.keepsAnswersOf(why)) {
            return state;
        }
        return ballot(state, activity)
                .filter(ballot -> ballots.withdraw(ballot, person))
                .map(ballots::counts)
                .map(counts -> state.update(activity.part(), part -> activity.recounted(part, counts)))
                .orElse(state);
    }

    /** The state after a command, once every activity has reacted to it. */
    public RoomState after(Transition transition) {
        RoomState state = transition.after();
        for (Activity<?> activity : list) {
            state = after(transition, state, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState after(Transition transition, RoomState state, Activity<S> activity) {
        Part<S> part = activity.part();
        return state.with(part, activity.after(transition, part.of(state)));
    }

    /** The state after a change that moved the cursor, once every activity has reacted to it. */
    public RoomState moved(RoomState before, RoomState after, Engine engine) {
        RoomState state = after;
        for (Activity<?> activity : list) {
            state = moved(before, state, engine, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState moved(
            RoomState before, RoomState state, Engine engine, Activity<S> activity) {
        Part<S> part = activity.part();
        return state.with(part, activity.moved(before, state, part.of(state), engine));
    }

    /** The present state, with everything that undo restores as it was then. */
    public RoomState undone(RoomState now, RoomState then) {
        RoomState state = now;
        for (Activity<?> activity : list) {
            state = undone(state, then, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState undone(RoomState now, RoomState then, Activity<S> activity) {
        Part<S> part = activity.part();
        return now.with(part, activity.undone(part.of(now), part.of(then)));
    }

    /** What the undo history keeps of a state. */
    public RoomState remembered(RoomState present) {
        RoomState state = present;
        for (Activity<?> activity : list) {
            state = remembered(state, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState remembered(RoomState state, Activity<S> activity) {
        Part<S> part = activity.part();
        return state.with(part, activity.remembered(part.of(state)));
    }

    /** What the undo history keeps of an entry once there is a newer one. */
    public RoomState overtaken(RoomState older, RoomState newer) {
        RoomState state = older;
        for (Activity<?> activity : list) {
            state = activity.overtaken(state, newer);
        }
        return state;
    }

    /** The content ids of the models that a state shows, or comes back to. */
    public Stream<String> models(RoomState state) {
        return list.stream().flatMap(activity -> models(state, activity));
    }

    private static <S extends Record> Stream<String> models(RoomState state, Activity<S> activity) {
        return activity.models(activity.part().of(state));
    }

    /** Tells the engine what a room no longer needs after a change. @param after empty when the room closes */
    public void changed(RoomState before, Optional<RoomState> after, Engine engine) {
        list.forEach(activity -> changed(before, after, engine, activity));
    }

    private static <S extends Record> void changed(
            RoomState before, Optional<RoomState> after, Engine engine, Activity<S> activity) {
        activity.changed(activity.part().of(before), after.map(activity.part()::of), engine);
    }

    /** The state after a restart of the server. */
    public RoomState restored(RoomState saved) {
        RoomState state = saved;
        for (Activity<?> activity : list) {
            state = restored(state, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState restored(RoomState saved, Activity<S> activity) {
        Part<S> part = activity.part();
        return saved.with(part, activity.restored(part.of(saved)));
    }

    /** The state without a person who has left. */
    public RoomState departed(RoomState present, String person, Departure why) {
        RoomState state = present;
        for (Activity<?> activity : list) {
            state = departed(state, person, why, activity);
        }
        return state;
    }

    private static <S extends Record> RoomState departed(
            RoomState state, String person, Departure why, Activity<S> activity) {
        Part<S> part = activity.part();
        return state.with(part, activity.departed(part.of(state), person, why));
    }
}
