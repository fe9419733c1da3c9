package io.orrery.room.people;

import io.orrery.room.activity.driver.DriverState;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.View;
import java.util.Optional;

/** A person in the room, by way of one connection. */
public final class Participant {
    private final Person person;
    private final ClientSession session;
    private final View view;
    private final Role role;
    private volatile Beat beat = new Beat(Optional.empty(), Optional.empty(), false);
    private int toldCount = -1;

    /** What this page's heartbeats have said. They are heard apart from the room's turns. */
    private record Beat(Optional<Double> roundTrip, Optional<Cursor> painted, boolean looking) {
        Beat and(Ping ping) {
            return new Beat(ping.roundTrip().or(() -> roundTrip), ping.painted().or(() -> painted), ping.looking());
        }

        boolean isSeenAs(Beat other) {
            return looking == other.looking && painted.equals(other.painted);
        }
    }

    public Participant(Person person, ClientSession session, View view, Role role) {
        this.person = person;
        this.session = session;
        this.view = view;
        this.role = role;
    }

    public Person person() {
        return person;
    }

    public ClientSession session() {
        return session;
    }

    public View view() {
        return view;
    }

    public Role role() {
        return role;
    }

    /** Who this is at the {@link DriverState}. */
    public String party() {
        return role == Role.PRESENTER ? DriverState.PRESENTER : person.id();
    }

    /** The round trip of this line in ms, once it is known. */
    public Optional<Double> roundTrip() {
        return beat.roundTrip();
    }

    public boolean isLooking() {
        return beat.looking();
    }

    public boolean hasPainted(Cursor cursor) {
        return beat.painted().filter(cursor::equals).isPresent();
    }

    /** @return whether others would see a difference */
    public synchronized boolean beats(Ping ping) {
        Beat before = beat;
        beat = before.and(ping);
        return !beat.isSeenAs(before);
    }

    /** How many people this page was told are here; −1 before it was told. */
    int toldCount() {
        return toldCount;
    }

    void told(int count) {
        toldCount = count;
    }

    ServerMessage.Person described() {
        Beat now = beat;
        long lag = Math.round(now.roundTrip().orElse(0.0) / 2);
        return new ServerMessage.Person(
                person.id(),
                person.name(),
                view,
                lag,
                now.painted().map(Cursor::step).orElse(""),
                now.looking());
    }
}
