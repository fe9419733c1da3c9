package io.orrery.room;

import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.View;
import java.util.Optional;

/** A person in the room, by way of one connection. */
final class Attendee {
    private final Person person;
    private final Seat seat;
    private final View view;
    private final Role role;
    private Optional<Double> roundTrip = Optional.empty();
    private Optional<Cursor> painted = Optional.empty();
    private boolean looking;

    Attendee(Person person, Seat seat, View view, Role role) {
        this.person = person;
        this.seat = seat;
        this.view = view;
        this.role = role;
    }

    Person person() {
        return person;
    }

    Seat seat() {
        return seat;
    }

    View view() {
        return view;
    }

    Role role() {
        return role;
    }

    /** Who this is at the {@link Wheel}. */
    String party() {
        return role == Role.PRESENTER ? Wheel.PRESENTER : person.id();
    }

    /** The round trip of this line in ms, once it is known. */
    Optional<Double> roundTrip() {
        return roundTrip;
    }

    boolean isLooking() {
        return looking;
    }

    boolean hasPainted(Cursor cursor) {
        return painted.filter(cursor::equals).isPresent();
    }

    /** @return whether others would see a difference */
    boolean beats(Ping ping) {
        boolean differs = looking != ping.looking() || (ping.painted().isPresent() && !painted.equals(ping.painted()));
        roundTrip = ping.roundTrip().or(() -> roundTrip);
        painted = ping.painted().or(() -> painted);
        looking = ping.looking();
        return differs;
    }

    ServerMessage.Person described() {
        long lag = Math.round(roundTrip.orElse(0.0) / 2);
        return new ServerMessage.Person(
                person.id(), person.name(), view, lag, painted.map(Cursor::step).orElse(""), looking);
    }
}
