package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.room.delivery.Delivery;
import io.orrery.room.delivery.Outbox;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.Frames;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.View;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The people present in a room, and sending to all of them. */
public final class Presence {
    /** The shortest time between two head counts, ms. */
    public static final double PEOPLE_MS = 1000;

    /**
     * The same for attendees of a full room, ms: one a second to each of two thousand would be a tenth of all messages.
     */
    public static final double PEOPLE_IN_A_FULL_ROOM_MS = 3000;

    /**
     * A head count waits until a new step has been announced for this long, ms: while a step is on its way to the screens
     * nobody has fallen behind.
     */
    public static final double STEP_ARRIVES_MS = 1000;

    /** The longest that a head count waits for steps to arrive, ms: a driver may never stop stepping. */
    public static final double LONGEST_WAIT_MS = 3000;

    /**
     * With more people than this a room is full: frames are smaller, as all people may share one network connection.
     */
    public static final int FULL = 50;

    private final EventLoop loop;
    private final Supplier<Cursor> cursor;
    /** By the person's id. */
    private final Map<String, Participant> present = new LinkedHashMap<>();

    private final PointerLane pointing;
    /** The state message that each role was sent last. */
    private final Map<Role, String> said = new EnumMap<>(Role.class);

    private volatile boolean peoplePlanned;
    private volatile double peoplePlannedAt;
    private double movedAt = Double.NEGATIVE_INFINITY;
    private double peopleToldAt = Double.NEGATIVE_INFINITY;
    private double attendeesToldAt = Double.NEGATIVE_INFINITY;

    /**
     * @param cursor the room's cursor
     * @param pointing the driver's pointer
     */
    public Presence(EventLoop loop, Supplier<Cursor> cursor, PointerLane pointing) {
        this.loop = loop;
        this.cursor = cursor;
        this.pointing = pointing;
    }

    public void enter(Participant attendee) {
        present.put(attendee.person().id(), attendee);
    }

    /**
     * Sends a person who has just been welcomed the present frame, if there is one, and the pointer.
     *
     * @param returns whether the person was here before, so that the page may still show an old pointer
     */
    public void catchUp(Participant attendee, Optional<Frame> frame, boolean returns) {
        Outbox outbox = attendee.session().outbox();
        // The frame may be too large for a room that has filled up since. Then the page fetches its tensors.
        frame.filter(made -> made.size() <= largestFrame()).map(Delivery::of).ifPresent(outbox::frame);
        if (returns || !pointing.isEmpty()) {
            outbox.pointer(pointing.said().json());
        }
    }

    public void leave(Person person) {
        present.remove(person.id());
    }

    public int size() {
        return present.size();
    }

    /** The number of people present who may not drive. */
    public int audience() {
        return (int) present.values().stream()
                .filter(participant -> !participant.role().mayDrive())
                .count();
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

    /** The sender of a page's commands. Its answers go to the connection that the person has by then. */
    public Sender sender(Participant page) {
        return new PageSender(page);
    }

    private final class PageSender implements Sender {
        private final Participant page;

        private PageSender(Participant page) {
            this.page = page;
        }

        @Override
        public String id() {
            return page.person().id();
        }

        @Override
        public Set<Ability> abilities() {
            return page.abilities();
        }

        @Override
        public String party() {
            return page.party();
        }

        @Override
        public Role role() {
            return page.role();
        }

        @Override
        public Answers answers() {
            return page.person().answers();
        }

        @Override
        public boolean isRemoved() {
            return page.person().isKicked();
        }

        @Override
        public void answer(Function<Role, ServerMessage> message) {
            find(page.person()).ifPresent(now -> now.session().say(message.apply(now.role())));
        }
    }

    /** Sends a control message to everyone present who may drive. */
    public void sayToDrivers(ServerMessage message) {
        present.values().stream()
                .filter(participant -> participant.role().mayDrive())
                .forEach(participant -> participant.session().say(message));
    }

    public Collection<Participant> all() {
        return Collections.unmodifiableCollection(present.values());
    }

    /** The largest frame for the people present, in bytes. */
    public int largestFrame() {
        return isFull() ? Frames.LARGEST_IN_A_FULL_ROOM : Frames.LARGEST;
    }

    private boolean isFull() {
        return present.size() > FULL;
    }

    /** The delay until a change starts, for the people present, ms. */
    public double startDelay() {
        var roundTrips = new double[present.size()];
        int known = 0;
        for (Participant participant : present.values()) {
            Optional<Double> roundTrip = participant.roundTrip();
            if (roundTrip.isPresent()) {
                roundTrips[known++] = roundTrip.get();
            }
        }
        return StartDelay.of(Arrays.copyOf(roundTrips, known));
    }

    /** Announces a change to everyone who sees a difference, and to the person who made it. */
    public void tell(Announcement change) {
        Optional<Participant> maker = find(change.by());
        change.own()
                .ifPresent(own ->
                        maker.ifPresent(participant -> participant.session().say(own)));
        Announcement.Encoded encoded = change.encoded(isFull());
        Collection<Participant> told =
                encoded.concernsAnyone() ? present.values() : maker.stream().toList();
        for (Participant participant : told) {
            Role role = participant.role();
            boolean isOwn = participant.person().id().equals(change.by());
            boolean isConcerned = encoded.concerns(role);
            if (isConcerned) {
                said.put(role, encoded.text(role));
            }
            if (isOwn || isConcerned) {
                participant
                        .session()
                        .outbox()
                        .state(
                                isOwn ? change.id() : "",
                                answers -> isOwn || answers.isEmpty()
                                        ? encoded.text(role)
                                        : change.messages().text(role, answers),
                                change.isMove(),
                                encoded.frame(role));
            }
        }
        if (change.isMove()) {
            movedAt = loop.now();
            planPeople();
        }
    }

    /** Sends counts, each role its own. @param counts what each role is told; a role that is told nothing is left out */
    public void tell(Map<Role, ServerMessage.Counts> counts) {
        var texts = new EnumMap<Role, String>(Role.class);
        counts.forEach((role, message) -> texts.put(role, message.json()));
        for (Participant participant : present.values()) {
            Optional.ofNullable(texts.get(participant.role()))
                    .ifPresent(participant.session().outbox()::counts);
        }
    }

    /** Sends the frame of the state that was announced last. @param to the roles that may be sent it */
    public void tell(Frame latest, Predicate<Role> to) {
        var deliveries = new HashMap<Optional<String>, Delivery>();
        for (Participant participant : present.values()) {
            if (!to.test(participant.role())) {
                continue;
            }
            Optional<String> state = Optional.ofNullable(said.get(participant.role()));
            participant.session().outbox().frame(deliveries.computeIfAbsent(state, text -> delivery(latest, text)));
        }
    }

    private Delivery delivery(Frame latest, Optional<String> state) {
        return state.map(text -> Delivery.of(latest, text, isFull())).orElseGet(() -> Delivery.of(latest));
    }

    /**
     * Moves the pointer.
     *
     * @param sharing whether the driver shares the camera
     */
    public void point(Participant driver, Point point, boolean sharing) {
        pointing.take(point, sharing);
        tellPointer(Optional.of(driver));
    }

    /** Clears the pointer, when the driver leaves. A shared camera stays where it is. */
    public void putLightAway() {
        if (!pointing.isEmpty()) {
            pointing.putAway();
            tellPointer(Optional.empty());
        }
    }

    /** Clears pointer and camera, when the driver changes. */
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

    /** Plans a head count, because the people present, or what they do, have changed. */
    public void planPeople() {
        if (!peoplePlanned) {
            peoplePlanned = true;
            peoplePlannedAt = loop.now();
            loop.after(Math.max(0, peopleToldAt + PEOPLE_MS - loop.now()), this::tellPeople);
        }
    }

    /** Whether a head count is planned. May be called from any thread. */
    public boolean isPeoplePlanned() {
        return peoplePlanned;
    }

    private void tellPeople() {
        double due = Math.min(movedAt + STEP_ARRIVES_MS, peoplePlannedAt + LONGEST_WAIT_MS);
        if (loop.now() < due) {
            loop.after(due - loop.now(), this::tellPeople);
            return;
        }
        // Reset first: heartbeats that arrive on other threads from here on plan the next head count.
        peoplePlanned = false;
        peopleToldAt = loop.now();
        People count = HeadCount.of(present.values(), cursor.get());
        String text = count.json();
        String listed = HeadCount.listed(present.values(), cursor.get()).json();
        boolean isAttendeesTurn = !isFull() || loop.now() - attendeesToldAt >= PEOPLE_IN_A_FULL_ROOM_MS;
        boolean isSomeoneUntold = false;
        for (Participant attendee : present.values()) {
            boolean isOneOfMany = isFull() && attendee.view() == View.ATTENDEE;
            // In a full room attendees are sent only changes of the head count; the number who follow changes with
            // every step.
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
