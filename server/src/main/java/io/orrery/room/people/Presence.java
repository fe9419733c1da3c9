package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.room.link.Link;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.ServerMessage.Refused;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The fronts that follow a room, the people present at them, and what all of them are told of people. */
public final class Presence {
    /** The shortest time between two head counts, ms. */
    public static final double PEOPLE_MS = 1000;

    /**
     * The shortest time between two head counts to the attendees of a full front, ms. Once a second would be a tenth of all messages to two
     * thousand people.
     */
    public static final double PEOPLE_IN_A_FULL_ROOM_MS = 3000;

    /**
     * The shortest time between two messages with the counts of answers to the attendees of a full front, ms; each state has the counts, too. Four
     * a second would be almost half as many messages as those of ten steps a second.
     */
    public static final double COUNTS_IN_A_FULL_ROOM_MS = 1000;

    /**
     * A head count waits until a new step has been announced for this long, ms: while a step is on its way to the screens
     * nobody has fallen behind.
     */
    public static final double STEP_ARRIVES_MS = 1000;

    /** The longest that a head count waits for steps to arrive, ms: a driver may never stop stepping. */
    public static final double LONGEST_WAIT_MS = 3000;

    /**
     * With more people than this a front is full: frames are smaller, as all people may share one network connection.
     */
    public static final int FULL = 50;

    private final EventLoop loop;
    private final Supplier<Cursor> cursor;
    private final Set<Link.Front> fronts = new LinkedHashSet<>();
    /** By the person's id. */
    private final Map<String, Participant> present = new LinkedHashMap<>();
    /** The people of these who may drive, so that nobody has to look for a few among thousands. */
    private final Set<Participant> drivers = new LinkedHashSet<>();

    /** The remote controls among them, which are no audience. */
    private final Set<Participant> remotes = new HashSet<>();

    /** The number of the change that the fronts were told last. */
    private long told;

    private boolean peoplePlanned;
    private double peoplePlannedAt;
    private double movedAt = Double.NEGATIVE_INFINITY;
    private double peopleToldAt = Double.NEGATIVE_INFINITY;

    /**
     * @param cursor the room's cursor
     * @param told the number of the room's last change
     */
    public Presence(EventLoop loop, Supplier<Cursor> cursor, long told) {
        this.loop = loop;
        this.cursor = cursor;
        this.told = told;
    }

    public void follows(Link.Front front) {
        fronts.add(front);
    }

    public void lost(Link.Front front) {
        fronts.remove(front);
    }

    /** No front is told anything any more. */
    public void end() {
        fronts.clear();
    }

    /** Says something to all fronts. */
    public void tell(Link.FromOwner said) {
        List.copyOf(fronts).forEach(front -> front.hear(said));
    }

    /** Tells all fronts a change. @param isMove whether the cursor moved */
    public void tell(Link.EntryMessage change, boolean isMove) {
        told = change.seq();
        tell(change);
        if (isMove) {
            movedAt = loop.now();
            planPeople();
        }
    }

    public void enter(Participant attendee) {
        Optional.ofNullable(present.put(attendee.id(), attendee)).ifPresent(older -> {
            drivers.remove(older);
            remotes.remove(older);
        });
        if (attendee.role().mayDrive()) {
            drivers.add(attendee);
        } else if (attendee.role() == Role.REMOTE) {
            remotes.add(attendee);
        }
    }

    /**
     * Tells the front of a page that it is admitted.
     *
     * @param secret by which the person returns
     * @param returns whether the person was here before
     */
    public void welcome(Participant page, String secret, boolean returns) {
        page.front()
                .hear(new Link.Admitted(
                        page.page(),
                        page.visit(),
                        told,
                        page.id(),
                        page.role(),
                        secret,
                        page.party(),
                        page.abilities().equals(Ability.EVERYBODY),
                        returns));
    }

    /** @return whether this participant was present */
    public boolean leave(Participant attendee) {
        drivers.remove(attendee);
        remotes.remove(attendee);
        return present.remove(attendee.id(), attendee);
    }

    public int size() {
        return present.size();
    }

    /** The number of people present who may not drive, without remote controls. */
    public int audience() {
        return present.size() - drivers.size() - remotes.size();
    }

    /** The people present who may drive. */
    public Collection<Participant> drivers() {
        return Collections.unmodifiableCollection(drivers);
    }

    public boolean isEmpty() {
        return present.isEmpty();
    }

    public boolean has(Person person) {
        return present.containsKey(person.id());
    }

    /** Finds a participant by the person's id. */
    public Optional<Participant> find(String person) {
        return Optional.ofNullable(present.get(person));
    }

    public Optional<Participant> find(Person person) {
        return find(person.id());
    }

    public Collection<Participant> all() {
        return Collections.unmodifiableCollection(present.values());
    }

    /** Sends a message to a page, behind all that its front has been told. */
    public void say(Participant page, ServerMessage message) {
        say(page, message, told);
    }

    private static void say(Participant page, ServerMessage message, long seq) {
        Optional<Refused> refused = message instanceof Refused no ? Optional.of(no) : Optional.empty();
        page.front()
                .hear(new Link.Reply(
                        page.id(),
                        seq,
                        refused.map(Refused::id).orElse(""),
                        refused.map(Refused::reason),
                        Optional.of(message.json())));
    }

    /** Sends a message to everyone present who may drive. */
    public void sayToDrivers(ServerMessage message) {
        List.copyOf(drivers).forEach(participant -> say(participant, message));
    }

    /** The same at once, even if nothing that was decided before can be stored. */
    public void sayAtOnceToDrivers(ServerMessage message) {
        List.copyOf(drivers).forEach(participant -> say(participant, message, Link.Reply.AT_ONCE));
    }

    /** The delay until a change starts, for the people present, ms. */
    public double startDelay() {
        return StartDelay.of(fronts.stream()
                .flatMapToDouble(front -> Arrays.stream(front.roundTrips()))
                .toArray());
    }

    /** Plans a head count, because the people present, or what they do, have changed. */
    public void planPeople() {
        if (!peoplePlanned) {
            peoplePlanned = true;
            peoplePlannedAt = loop.now();
            loop.after(Math.max(0, peopleToldAt + PEOPLE_MS - loop.now()), this::tellPeople);
        }
    }

    private void tellPeople() {
        double due = Math.min(movedAt + STEP_ARRIVES_MS, peoplePlannedAt + LONGEST_WAIT_MS);
        if (loop.now() < due) {
            loop.after(due - loop.now(), this::tellPeople);
            return;
        }
        peoplePlanned = false;
        peopleToldAt = loop.now();
        var seen = fronts.stream().flatMap(front -> front.seen().stream()).toList();
        tell(new HeadCount(present.values(), seen, cursor.get()).messages());
    }
}
