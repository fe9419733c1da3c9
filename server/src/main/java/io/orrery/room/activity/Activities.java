package io.orrery.room.activity;

import io.orrery.error.JsonError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.Marked.Mark;
import io.orrery.room.activity.PerPerson.Departure;
import io.orrery.room.activity.Reacts.Transition;
import io.orrery.room.activity.Recorded.Result;
import io.orrery.room.activity.Says.Said;
import io.orrery.room.activity.ablation.AblationActivity;
import io.orrery.room.activity.address.AddressActivity;
import io.orrery.room.activity.address.AddressActivity.AddressState;
import io.orrery.room.activity.blank.BlankActivity;
import io.orrery.room.activity.door.DoorActivity;
import io.orrery.room.activity.driver.DriverActivity;
import io.orrery.room.activity.driver.DriverActivity.DriverState;
import io.orrery.room.activity.embed.EmbedActivity;
import io.orrery.room.activity.focus.FocusActivity;
import io.orrery.room.activity.gallery.GalleryActivity;
import io.orrery.room.activity.generation.GenerationActivity;
import io.orrery.room.activity.generation.GenerationActivity.TextState;
import io.orrery.room.activity.hands.HandsActivity;
import io.orrery.room.activity.lobby.LobbyActivity;
import io.orrery.room.activity.lobby.LobbyActivity.LobbyState;
import io.orrery.room.activity.lost.LostActivity;
import io.orrery.room.activity.mark.MarkActivity;
import io.orrery.room.activity.place.PlaceActivity;
import io.orrery.room.activity.poll.PollActivity;
import io.orrery.room.activity.prediction.PredictionActivity;
import io.orrery.room.activity.prediction.SeriesActivity;
import io.orrery.room.activity.prompts.PromptsActivity;
import io.orrery.room.activity.proposals.ProposalsActivity;
import io.orrery.room.activity.qa.QaActivity;
import io.orrery.room.activity.recording.RecordingActivity;
import io.orrery.room.activity.rehearsal.RehearsalActivity;
import io.orrery.room.activity.share.ShareActivity;
import io.orrery.room.activity.share.ShareActivity.ShareState;
import io.orrery.room.activity.signals.SignalsActivity;
import io.orrery.room.activity.talk.TalkActivity;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.activity.textsettings.TextSettingsActivity;
import io.orrery.room.activity.tour.TourActivity;
import io.orrery.room.activity.training.TrainingActivity;
import io.orrery.room.activity.undo.UndoActivity;
import io.orrery.room.activity.undo.UndoActivity.UndoState;
import io.orrery.room.activity.visibility.VisibilityActivity;
import io.orrery.room.activity.walk.WalkActivity;
import io.orrery.room.activity.walk.WalkState;
import io.orrery.room.activity.why.WhyActivity;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.engine.Tours;
import io.orrery.room.state.RoomState;
import io.orrery.room.state.StateJson;
import io.orrery.room.state.StatePart;
import io.orrery.tour.Walk;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of activities. Each method on a state asks all activities that have a say in it, one after the other. */
public final class Activities {
    /** All activities, in the order in which their parts are written to JSON. */
    public static final Activities ALL = new Activities(List.of(
            new WalkActivity(),
            new GenerationActivity(),
            new LobbyActivity(),
            new BlankActivity(),
            new MarkActivity(),
            new ShareActivity(),
            new GalleryActivity(),
            new UndoActivity(),
            new DriverActivity(),
            new AddressActivity(),
            new LostActivity(),
            new HandsActivity(),
            new SignalsActivity(),
            new ProposalsActivity(),
            new QaActivity(),
            new RehearsalActivity(),
            new DoorActivity(),
            new EmbedActivity(),
            new PromptsActivity(),
            new FocusActivity(),
            new VisibilityActivity(),
            new TrainingActivity(),
            new WhyActivity(),
            new AblationActivity(),
            new PredictionActivity(),
            new SeriesActivity(),
            new PollActivity(),
            new PlaceActivity(),
            new TourActivity(),
            new TextSettingsActivity(),
            new TalkActivity(),
            new RecordingActivity()));

    private final List<Activity<?>> list;
    private final Map<String, Command<?>> commands = new LinkedHashMap<>();
    private final Map<String, Activity<?>> owners = new HashMap<>();
    private final List<Reacts<?>> reacting;
    private final List<Undoes<?>> undoing;
    private final List<Withholds<?>> withholding;
    private final List<ShowsModels<?>> showingModels;
    private final List<PerPerson<?>> perPerson;
    private final List<Rehearses<?>> rehearsing;
    private final List<Background.Works<?>> working;
    private final List<Recorded<?>> recorded;
    private final List<Says<?>> saying;
    private final List<InRecordings<?>> inRecordings;
    private final List<Marked<?>> marked;
    private final StateJson json;

    Activities(List<Activity<?>> list) {
        this.list = list;
        json = new StateJson(parts());
        reacting = those(Reacts.class);
        undoing = those(Undoes.class);
        withholding = those(Withholds.class);
        showingModels = those(ShowsModels.class);
        perPerson = those(PerPerson.class);
        rehearsing = those(Rehearses.class);
        working = those(Background.Works.class);
        recorded = those(Recorded.class);
        saying = those(Says.class);
        inRecordings = those(InRecordings.class);
        marked = those(Marked.class);
        for (Activity<?> activity : list) {
            for (Command<?> command : activity.commands()) {
                owners.put(command.name(), activity);
                if (commands.put(command.name(), command) != null) {
                    throw new IllegalArgumentException("two commands are named " + command.name());
                }
            }
        }
    }

    /** The activities of a kind. */
    @SuppressWarnings("unchecked")
    private <A> List<A> those(Class<? super A> kind) {
        return list.stream()
                .filter(kind::isInstance)
                .map(activity -> (A) activity)
                .toList();
    }

    /** Those that work in the background. */
    public List<Background.Works<?>> working() {
        return working;
    }

    /** Those that have to do with the invented people of a rehearsal. */
    public List<Rehearses<?>> rehearsing() {
        return rehearsing;
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

    /** The parts of the state, in the order in which they are written to JSON. */
    public List<StatePart<?>> parts() {
        return list.stream().<StatePart<?>>map(Activity::part).toList();
    }

    /** The state of a new room, except for the parts whose first value is given when the room is opened. */
    public RoomState first() {
        RoomState state = RoomState.EMPTY;
        for (Activity<?> activity : list) {
            state = first(state, activity.part());
        }
        return state;
    }

    private static <S extends Record> RoomState first(RoomState state, StatePart<S> part) {
        return part.first().map(first -> state.with(part, first)).orElse(state);
    }

    /** The state of a room with this address. @param address scheme, host and port; empty if it is not known yet */
    public RoomState at(RoomState state, RoomCode code, String address) {
        return state.with(AddressState.PART, new AddressState(code.text(), address));
    }

    /** The room's address; empty until it is known. */
    public String address(RoomState state) {
        return AddressState.PART.of(state).address();
    }

    /** Whether screens that follow use the driver's camera. */
    public boolean isCameraShared(RoomState state) {
        return ShareState.PART.of(state).sharing();
    }

    /** Whether background work will bring another text. */
    public boolean bringText(RoomState state) {
        return TextState.PART.of(state).generating() > 0;
    }

    /** A state after each of some activities has changed it, one after the other. */
    private static <A> RoomState changed(RoomState state, List<A> by, BiFunction<A, RoomState, RoomState> change) {
        RoomState now = state;
        for (A activity : by) {
            now = change.apply(activity, now);
        }
        return now;
    }

    /** The state as a role sees it. @param walk the walk through the steps of the state's model */
    public RoomState seenBy(Role role, RoomState state, Walk walk) {
        return seenBy(role, changed(state, withholding, (activity, seen) -> activity.withheld(role, seen, walk)));
    }

    /** Whether a role may be sent the numbers of the present step. */
    public boolean showsNumbers(Role role, RoomState state, Walk walk) {
        return withholding.stream().allMatch(activity -> activity.showsNumbers(role, state, walk));
    }

    /** What some activities have, by the name of their part. */
    private static <A extends Activity<?>, T> Map<String, T> byPart(
            List<A> activities, Function<A, Optional<? extends T>> of) {
        var all = new LinkedHashMap<String, T>();
        activities.forEach(activity ->
                of.apply(activity).ifPresent(known -> all.put(activity.part().name(), known)));
        return all;
    }

    /** What each activity lets a role see of its own part. */
    RoomState seenBy(Role role, RoomState state) {
        return new RoomState(byPart(list, activity -> seenBy(role, state, activity)));
    }

    private static <S extends Record> Optional<S> seenBy(Role role, RoomState state, Activity<S> activity) {
        return activity.seenBy(role, activity.part().of(state));
    }

    /** What is recorded of a state where names and texts of people are not. @param seen the state as attendees see it */
    public RoomState withoutPeople(RoomState seen) {
        return new RoomState(byPart(inRecordings, activity -> withoutPeople(activity, seen)));
    }

    /**
     * What is recorded of a state of which some people do not want to be in recordings.
     *
     * @param seen the state as attendees would see it without what these people have given
     * @param hidden the ids of these people
     */
    public RoomState without(Set<String> hidden, RoomState seen) {
        return new RoomState(byPart(inRecordings, activity -> without(activity, hidden, seen)));
    }

    private static <S extends Record> Optional<S> without(
            InRecordings<S> activity, Set<String> hidden, RoomState seen) {
        return shown(activity, seen).map(part -> activity.without(part, hidden));
    }

    private static <S extends Record> Optional<S> withoutPeople(InRecordings<S> activity, RoomState seen) {
        return shown(activity, seen).map(activity::withoutPeople);
    }

    private static <S extends Record> Optional<S> shown(Activity<S> activity, RoomState seen) {
        return seen.has(activity.part()) ? Optional.of(activity.part().of(seen)) : Optional.empty();
    }

    /**
     * What begins with a change, by the name of the part. The beat of a tour stands for the text and the step that it brings.
     *
     * @param before what attendees saw, as {@code after} what they see
     */
    public Map<String, Mark> marks(RoomState before, RoomState after) {
        Map<String, Mark> marks = byPart(marked, activity -> mark(activity, before, after));
        if (marks.values().stream().anyMatch(Mark::isBeat)) {
            marks.remove(WalkState.PART.name());
        }
        return marks;
    }

    private static <S extends Record> Optional<Mark> mark(Marked<S> activity, RoomState before, RoomState after) {
        var old = shown(activity, before);
        var now = shown(activity, after);
        return old.isPresent() && now.isEmpty() ? activity.end() : now.flatMap(part -> activity.mark(old, part));
    }

    /** The beat of the room's own talk that is shown. @param seen what attendees see of a state */
    public Optional<Tours.BeatOfTalk> beatOfTalk(RoomState seen, RoomState state) {
        return TourActivity.beatOfTalk(seen, TalkState.PART.of(state));
    }

    /** The names of the parts of which something is revealed with a change. The parameters are those of {@link #marks}. */
    public List<String> revealed(RoomState before, RoomState after) {
        return marked.stream()
                .filter(activity -> isRevealed(activity, before, after))
                .map(activity -> activity.part().name())
                .toList();
    }

    private static <S extends Record> boolean isRevealed(Marked<S> activity, RoomState before, RoomState after) {
        return shown(activity, after)
                .filter(now -> activity.isRevealed(shown(activity, before), now))
                .isPresent();
    }

    /** The private data of one person, by part name; sent to that person only. */
    public Map<String, Record> ownOf(String person, RoomState state, Ballots ballots) {
        return byPart(perPerson, activity -> activity.ownIn(state, person, ballots));
    }

    /** The names of the ballots that a state has. */
    public Set<String> ballots(RoomState state) {
        return perPerson.stream()
                .flatMap(activity -> activity.ballotIn(state).stream())
                .collect(Collectors.toSet());
    }

    /** The state with the counts of its ballots put in. @param counts by ballot */
    public RoomState counted(RoomState state, Map<String, Ballots.Counts> counts) {
        return changed(state, perPerson, (activity, now) -> activity.countedIn(now, counts));
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
                .collect(Collectors.toMap(StatePart::name, part -> part.of(seen)));
    }

    /** What an activity lists for a role; empty if no part of this name is listed. @param counts by ballot */
    public Optional<Record> list(String part, Role role, RoomState state, Map<String, Ballots.Counts> counts) {
        return perPerson.stream()
                .filter(activity -> activity.part().name().equals(part))
                .flatMap(activity -> activity.list(role, state, counts).stream())
                .findFirst();
    }

    /** The results of what a change ends, by the name of the part. */
    public Map<String, Result> ended(RoomState before, RoomState after, Ballots ballots) {
        return byPart(recorded, activity -> activity.endedIn(before, after, ballots));
    }

    /** The results, so far, of what a state shows, by the name of the part. */
    public Map<String, Result> results(RoomState state, Ballots ballots) {
        return byPart(recorded, activity -> activity.resultIn(state, ballots));
    }

    /** What people have written, by the name of the part. */
    public Map<String, List<Said>> said(RoomState state, Ballots ballots) {
        return byPart(saying, activity -> Optional.of(activity.saidIn(state, ballots)));
    }

    /** Deletes what people wrote before a time. @param oldest ms */
    public void prune(RoomState state, Ballots ballots, double oldest) {
        saying.forEach(activity -> activity.pruneIn(state, ballots, oldest));
    }

    /** Whether the machine shows what this person wrote. @param person the id of a person; empty for anybody */
    public boolean isShown(RoomState state, String person, Ballots ballots) {
        return saying.stream().anyMatch(activity -> activity.isShown(state, person, ballots));
    }

    /** The state after all that people gave was erased. */
    public RoomState erased(RoomState state) {
        return changed(state, perPerson, (activity, now) -> activity.erasedIn(now));
    }

    /** The state after a person has left. Deletes the answers of the person that no activity keeps. */
    public RoomState departed(RoomState state, String person, Departure why, Ballots ballots) {
        RoomState without =
                why == Departure.REMOVED ? state.update(DriverState.PART, driver -> driver.without(person)) : state;
        return changed(without, perPerson, (activity, now) -> activity.withoutAnswerIn(now, person, why, ballots));
    }

    /** The state at the end of a rehearsal. Deletes what its invented people have answered. */
    public RoomState rehearsed(RoomState state, Ballots ballots) {
        RoomState now = rehearsed(state);
        for (int person = 1; person <= InventedPerson.ALL; person++) {
            now = departed(now, InventedPerson.id(person), Departure.REMOVED, ballots);
        }
        return now;
    }

    private RoomState rehearsed(RoomState state) {
        return changed(state, rehearsing, Rehearses::rehearsed);
    }

    /** The state after a command, once every activity has reacted to it. */
    public RoomState after(Transition transition) {
        return changed(transition.after(), reacting, (activity, now) -> activity.afterIn(now, transition));
    }

    /** The state after a change that moved the cursor, once every activity has reacted to it. */
    public RoomState moved(RoomState before, RoomState after, Engine engine) {
        return changed(after, reacting, (activity, now) -> activity.movedIn(before, now, engine));
    }

    /** Whether a session of the room begins with a change: the presentation does. What people did before is its preparation. */
    public boolean beginsSession(RoomState before, RoomState after) {
        return LobbyState.PART.of(before).began() == 0
                && LobbyState.PART.of(after).began() > 0;
    }

    /** A line for the operator's log about a change; empty for none. */
    public Optional<String> logged(RoomState before, RoomState after) {
        boolean isLobby = LobbyState.PART.of(after).lobby();
        return Optional.of(isLobby ? "The room waits for people." : "The presentation goes on.")
                .filter(line -> LobbyState.PART.of(before).lobby() != isLobby);
    }

    /** The present state, with everything that undo restores as it was then. */
    public RoomState undone(RoomState now, RoomState then) {
        return changed(now, undoing, (activity, state) -> activity.undoneIn(state, then));
    }

    /** The state after undo where all of what was shown comes back or goes; empty where that is not so. @param undone the state by {@link #undone} */
    public Optional<RoomState> sceneUndone(RoomState undone, RoomState now, RoomState then) {
        return TourActivity.sceneUndone(undone, now, then);
    }

    /** The state that says which command undo would undo. @param command empty for none */
    public RoomState wouldUndo(RoomState state, String command) {
        return state.with(UndoState.PART, new UndoState(command));
    }

    /** What the undo history keeps of a state. */
    public RoomState remembered(RoomState present) {
        return changed(present, undoing, Undoes::rememberedIn);
    }

    /** What the undo history keeps of an entry once there is a newer one. */
    public RoomState overtaken(RoomState older, RoomState newer) {
        return TrainingActivity.overtaken(older, newer);
    }

    /** The content ids of the models that a state shows, or comes back to. */
    public Stream<String> models(RoomState state) {
        return showingModels.stream().flatMap(activity -> activity.models(state));
    }

    /** Those among them that a role is shown. @param seen the state as the role sees it */
    public Stream<String> modelsSeen(RoomState seen) {
        return showingModels.stream()
                .filter(activity -> seen.has(activity.part()))
                .flatMap(activity -> activity.models(seen));
    }

    /** Tells the engine what a room no longer needs after a change. @param after empty when the room closes */
    public void changed(RoomState before, Optional<RoomState> after, Engine engine) {
        TrainingActivity.changed(before, after, engine);
    }

    /** The state after a restart of the server. */
    public RoomState restored(RoomState saved) {
        RoomState rehearsed = RehearsalState.PART.of(saved).isOn()
                ? rehearsed(saved).with(RehearsalState.PART, RehearsalState.NONE)
                : saved;
        return changed(rehearsed, reacting, Reacts::restoredIn);
    }
}
