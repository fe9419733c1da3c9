package io.orrery.room.people;

import io.orrery.room.access.Ability;
import io.orrery.room.access.Grant;
import io.orrery.room.activity.Invocation;
import io.orrery.room.activity.driver.DriverState;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.ServerMessage;
import io.orrery.wire.View;
import java.util.Optional;
import java.util.Set;

/** A person in the room, with one connection. */
public final class Participant {
    private final Person person;
    private final ClientSession session;
    private final View view;
    private final Role role;
    private final Optional<Grant> grant;
    private volatile Beat beat = new Beat(Optional.empty(), Optional.empty(), false);
    private int toldCount = -1;

    /** The latest values from this page's heartbeats, which are handled outside the room's turns. */
    private record Beat(Optional<Double> roundTrip, Optional<Cursor> painted, boolean looking) {
        Beat and(Ping ping) {
            return new Beat(ping.roundTrip().or(() -> roundTrip), ping.painted().or(() -> painted), ping.looking());
        }

        boolean isSeenAs(Beat other) {
            return looking == other.looking && painted.equals(other.painted);
        }
    }

    /** @param grant the key that the page has shown; empty for none */
    public Participant(Person person, ClientSession session, View view, Role role, Optional<Grant> grant) {
        this.person = person;
        this.session = session;
        this.view = view;
        this.role = role;
        this.grant = grant;
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

    public Set<Ability> abilities() {
        return grant.map(Grant::abilities).orElse(Ability.EVERYBODY);
    }

    /** Whether the page's key has ended by itself. */
    public boolean isOver(double now) {
        return grant.filter(key -> !key.isGood(now)).isPresent();
    }

    /** What handlers of commands may know of this person. */
    public Invocation.Present present() {
        return new Invocation.Present(role, session.network());
    }

    /** The party that this person belongs to in {@link DriverState}. */
    public String party() {
        return abilities().contains(Ability.HOST) ? DriverState.PRESENTER : person.id();
    }

    /** The round-trip time of this connection, ms; empty until it is known. */
    public Optional<Double> roundTrip() {
        return beat.roundTrip();
    }

    public boolean isLooking() {
        return beat.looking();
    }

    public boolean hasPainted(Cursor cursor) {
        return beat.painted().filter(cursor::equals).isPresent();
    }

    /**
     * Takes in a heartbeat. May be called from any thread.
     *
     * @return whether others would see a difference
     */
    public synchronized boolean beats(Ping ping) {
        Beat before = beat;
        beat = before.and(ping);
        return !beat.isSeenAs(before);
    }

    /** The head count that this page was sent last; −1 before the first. */
    int toldCount() {
        return toldCount;
    }

    void told(int count) {
        toldCount = count;
    }

    /** @param behind whether the page shows another step than the room's */
    ServerMessage.Person described(boolean behind) {
        Beat now = beat;
        long lag = Math.round(now.roundTrip().orElse(0.0) / 2);
        return new ServerMessage.Person(
                person.id(),
                person.name(),
                view,
                lag,
                now.painted().map(Cursor::step).orElse(""),
                now.looking(),
                behind);
    }
}
