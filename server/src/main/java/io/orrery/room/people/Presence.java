package io.orrery.room.people;

import io.orrery.room.delivery.Delivery;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.Frames;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The people who are in a room, and how all of them are told something. */
public final class Presence {
    /** How often at most people are told who is there. */
    public static final double PEOPLE_MS = 1000;

    /** How often at most attendees of a full room are: with two thousand a second it would be a tenth of all messages. */
    public static final double PEOPLE_IN_A_FULL_ROOM_MS = 3000;

    /** Beyond so many people frames are smaller: all of them may sit behind one line. */
    public static final int FULL = 50;

    private final EventLoop loop;
    private final Supplier<Cursor> cursor;
    private final Map<Person, Participant> present = new LinkedHashMap<>();
    private final PointerLane pointing;
    /** The state that people of each role were told last. */
    private final Map<Role, String> said = new EnumMap<>(Role.class);

    private volatile boolean peoplePlanned;
    private double peopleToldAt = Double.NEGATIVE_INFINITY;
    private double attendeesToldAt = Double.NEGATIVE_INFINITY;

    /**
     * @param cursor what the room shows
     * @param pointing where its driver points
     */
    public Presence(EventLoop loop, Supplier<Cursor> cursor, PointerLane pointing) {
        this.loop = loop;
        this.cursor = cursor;
        this.pointing = pointing;
    }

    public void enter(Participant attendee) {
        present.put(attendee.person(), attendee);
    }

    /**
     * Shows who has just been welcomed what all others see; the frame where there is one.
     *
     * @param returns whether the page may still show where the driver pointed before
     */
    public void catchUp(Participant attendee, Optional<Frame> frame, boolean returns) {
        Outbox outbox = attendee.session().outbox();
        // A frame that is too large for a room that has filled up meanwhile is not sent: what it holds is fetched.
        frame.filter(made -> made.size() <= largestFrame()).map(Delivery::of).ifPresent(outbox::frame);
        if (returns || !pointing.isEmpty()) {
            outbox.pointer(pointing.said().json());
        }
    }

    public void leave(Person person) {
        present.remove(person);
    }

    public int size() {
        return present.size();
    }

    public boolean isEmpty() {
        return present.isEmpty();
    }

    public boolean has(Person person) {
        return present.containsKey(person);
    }

    public Optional<Participant> find(Person person) {
        return Optional.ofNullable(present.get(person));
    }

    public Collection<Participant> all() {
        return Collections.unmodifiableCollection(present.values());
    }

    /** How many bytes a frame may have for those who are here. */
    public int largestFrame() {
        return isFull() ? Frames.LARGEST_IN_A_FULL_ROOM : Frames.LARGEST;
    }

    private boolean isFull() {
        return present.size() > FULL;
    }

    /** How far ahead a change begins for those who are here, ms. */
    public double startDelay() {
        var roundTrips = new ArrayList<Double>();
        present.values().forEach(attendee -> attendee.roundTrip().ifPresent(roundTrips::add));
        return StartDelay.of(roundTrips);
    }

    /** Tells a change to all who see something of it, and to the person who made it. */
    public void tell(Announcement change) {
        Announcement.Encoded encoded = change.encoded(isFull());
        for (Participant participant : present.values()) {
            Role role = participant.role();
            boolean isOwn = participant.person().id().equals(change.by());
            boolean isConcerned = encoded.concerns(role);
            if (isConcerned) {
                said.put(role, encoded.text(role));
            }
            if (isOwn || isConcerned) {
                Outbox outbox = participant.session().outbox();
                String owed = isOwn ? change.id() : outbox.owedAnswer();
                boolean isForAll = isOwn || owed.isEmpty();
                outbox.state(
                        isForAll ? encoded.text(role) : change.messages().text(role, owed),
                        change.isMove(),
                        encoded.frame(role),
                        owed);
            }
        }
        if (change.isMove()) {
            planPeople();
        }
    }

    /** The frame of the state that was told last. */
    public void tell(Frame latest) {
        var deliveries = new HashMap<Optional<String>, Delivery>();
        for (Participant participant : present.values()) {
            Optional<String> state = Optional.ofNullable(said.get(participant.role()));
            participant.session().outbox().frame(deliveries.computeIfAbsent(state, text -> delivery(latest, text)));
        }
    }

    private Delivery delivery(Frame latest, Optional<String> state) {
        return state.map(text -> Delivery.of(latest, text, isFull())).orElseGet(() -> Delivery.of(latest));
    }

    /** @param sharing whether the driver's camera is anybody's business */
    public void point(Participant driver, Point point, boolean sharing) {
        pointing.take(point, sharing);
        tellPointer(Optional.of(driver));
    }

    /** The driver is gone. */
    public void putLightAway() {
        if (!pointing.isEmpty()) {
            pointing.putAway();
            tellPointer(Optional.empty());
        }
    }

    /** The driver is another one. */
    public void clearPointing() {
        pointing.clear();
        tellPointer(Optional.empty());
    }

    public void unshare() {
        pointing.unshare();
    }

    private void tellPointer(Optional<Participant> except) {
        String text = pointing.said().json();
        present.values().stream()
                .filter(attendee -> except.filter(attendee::equals).isEmpty())
                .forEach(attendee -> attendee.session().outbox().pointer(text));
    }

    /** Who is here, or what they do, has changed. */
    public void planPeople() {
        if (!peoplePlanned) {
            peoplePlanned = true;
            loop.after(Math.max(0, peopleToldAt + PEOPLE_MS - loop.now()), this::tellPeople);
        }
    }

    /** Whether people are about to be told. May be called from any thread. */
    public boolean isPeoplePlanned() {
        return peoplePlanned;
    }

    private void tellPeople() {
        // First: what changes from here on, while this is worked out, is told the next time.
        peoplePlanned = false;
        peopleToldAt = loop.now();
        People count = HeadCount.of(present.values(), cursor.get());
        String text = count.json();
        String listed = HeadCount.listed(present.values(), cursor.get()).json();
        boolean isAttendeesTurn = !isFull() || loop.now() - attendeesToldAt >= PEOPLE_IN_A_FULL_ROOM_MS;
        boolean isSomeoneUntold = false;
        for (Participant attendee : present.values()) {
            boolean isOneOfMany = isFull() && attendee.view() == View.ATTENDEE;
            // How many follow, which changes with every step, an attendee of a full room need not know.
            if (isOneOfMany && attendee.toldCount() == count.count()) {
                continue;
            }
            if (isOneOfMany && !isAttendeesTurn && attendee.toldCount() >= 0) {
                isSomeoneUntold = true;
                continue;
            }
            if (isOneOfMany && isAttendeesTurn) {
                attendeesToldAt = loop.now();
            }
            attendee.told(count.count());
            attendee.session().outbox().people(attendee.role().mayDrive() ? listed : text);
        }
        if (isSomeoneUntold) {
            planPeople();
        }
    }
}
