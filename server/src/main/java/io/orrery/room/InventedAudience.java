package io.orrery.room;

import io.orrery.room.access.Ability;
import io.orrery.room.activity.Activities;
import io.orrery.room.activity.InventedPerson;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.RehearsalState;
import io.orrery.room.activity.Rehearses;
import io.orrery.room.people.CommandReplies;
import io.orrery.room.people.Sender;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The invented people of a rehearsal. They are senders of commands like people with a page, and are checked, counted and answered in the same way; but no page
 * is theirs, nobody lists them among the people of the room, and they are not stored.
 */
final class InventedAudience {
    /** One after another acts, ms, so that counts grow as they do in a room. */
    private static final double APART_MS = 120;

    private final EventLoop loop;
    private final RoomChanges changes;
    private final BiConsumer<Sender, CommandRequest> perform;
    /** Those of the present rehearsal, by id; empty while there is none. */
    private Map<String, Invented> people = Map.of();
    /** What they answer to at present, by activity. */
    private final Map<Rehearses<?>, String> occasions = new HashMap<>();

    private long given;

    /** @param perform performs a command */
    InventedAudience(EventLoop loop, RoomChanges changes, BiConsumer<Sender, CommandRequest> perform) {
        this.loop = loop;
        this.changes = changes;
        this.perform = perform;
    }

    /** Plans what invented people do in a new state. */
    void plan(RoomState state) {
        int wanted = RehearsalState.PART.of(state).people();
        if (wanted != people.size()) {
            occasions.clear();
            var next = new HashMap<String, Invented>();
            IntStream.rangeClosed(1, wanted).mapToObj(Invented::new).forEach(each -> next.put(each.id(), each));
            people = next;
        }
        if (people.isEmpty()) {
            return;
        }
        for (Rehearses<?> activity : Activities.ALL.rehearsing()) {
            Optional<String> occasion = activity.occasion(state);
            if (!occasion.equals(Optional.ofNullable(occasions.get(activity)))) {
                occasion.ifPresentOrElse(name -> occasions.put(activity, name), () -> occasions.remove(activity));
                occasion.ifPresent(name -> people.values()
                        .forEach(person ->
                                loop.after(APART_MS * person.personsNumber, () -> person.acts(activity, name))));
            }
        }
    }

    /** Nobody does anything any more: the room closes. */
    void stop() {
        people = Map.of();
    }

    /** An invented person, as commands know people who are present. */
    Optional<Invocation.Present> present(String id) {
        return Optional.ofNullable(people.get(id))
                .map(person -> new Invocation.Present(
                        Role.ATTENDEE,
                        "",
                        InventedPerson.at("", person.personsNumber).name(),
                        true));
    }

    private final class Invented implements Sender {
        private final int personsNumber;
        private final CommandReplies replies = new CommandReplies();

        Invented(int personsNumber) {
            this.personsNumber = personsNumber;
        }

        /** Does what there is to do at an occasion, unless there is another one by now. */
        void acts(Rehearses<?> activity, String occasion) {
            RoomState state = changes.state();
            if (!isRemoved()
                    && activity.occasion(state).filter(occasion::equals).isPresent()) {
                activity.deed(InventedPerson.at(occasion, personsNumber), state, changes.ballots())
                        .ifPresent(this::gives);
            }
        }

        private void gives(Rehearses.Deed deed) {
            try {
                Fields fields = Fields.of("command", Json.tree(deed.fields()));
                perform.accept(this, new CommandRequest("rehearsal " + ++given, changes.seq(), deed.command(), fields));
            } catch (MalformedException e) {
                throw new IllegalStateException("a deed is an object", e);
            }
        }

        @Override
        public String id() {
            return InventedPerson.id(personsNumber);
        }

        @Override
        public Set<Ability> abilities() {
            return Ability.EVERYBODY;
        }

        @Override
        public String party() {
            return id();
        }

        @Override
        public Role role() {
            return Role.ATTENDEE;
        }

        @Override
        public CommandReplies replies() {
            return replies;
        }

        @Override
        public boolean isRemoved() {
            return people.get(id()) != this;
        }

        /** Nobody reads it. */
        @Override
        public void answer(Function<Role, ServerMessage> message) {}

        /** As {@link #answer}: no state is encoded for it. */
        @Override
        public void done(long at, String command, Function<Role, String> state) {}
    }
}
