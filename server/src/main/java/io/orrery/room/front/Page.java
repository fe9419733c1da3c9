package io.orrery.room.front;

import io.orrery.room.link.Link.Admitted;
import io.orrery.room.link.Link.Join;
import io.orrery.room.link.Link.Seen;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessages;
import io.orrery.wire.Cursor;
import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.Optional;

/** The page of a person who has joined, with one connection. */
final class Page {
    private final ClientSession session;
    private final Hello hello;
    private final Visitor visitor;
    private Admitted admitted;
    private volatile Beat beat = new Beat(Optional.empty(), Optional.empty(), false, "");
    private int toldCount = -1;

    /** The latest values from this page's heartbeats, which are handled outside the room's thread. */
    private record Beat(Optional<Double> roundTrip, Optional<Cursor> painted, boolean looking, String sees) {
        Beat and(Ping ping) {
            return new Beat(
                    ping.roundTrip().or(() -> roundTrip),
                    ping.painted().or(() -> painted),
                    ping.looking(),
                    ping.looking() ? ping.sees() : "");
        }

        boolean isSeenAs(Beat other) {
            return looking == other.looking && sees.equals(other.sees) && painted.equals(other.painted);
        }
    }

    Page(ClientSession session, Hello hello, Admitted admitted, Visitor visitor) {
        this.session = session;
        this.hello = hello;
        this.admitted = admitted;
        this.visitor = visitor;
    }

    /** The person's id. */
    String person() {
        return admitted.person();
    }

    ClientSession session() {
        return session;
    }

    View view() {
        return hello.view();
    }

    /** The longest message that it may send, in bytes. */
    int longestMessage() {
        return role().mayWriteLong() ? ClientMessages.LONGEST_OF_DRIVERS : ClientMessages.LONGEST;
    }

    Role role() {
        return admitted.role();
    }

    /** What the front keeps of the person. */
    Visitor visitor() {
        return visitor;
    }

    /** Whether the page has the abilities of everybody. */
    boolean isKeyless() {
        return admitted.isKeyless();
    }

    Admitted admitted() {
        return admitted;
    }

    /** Takes in that the owner has admitted the page again. */
    void admit(Admitted again) {
        admitted = again;
    }

    /** Asks for this page after the link to the owner broke. */
    Join again() {
        var same = new Hello(hello.version(), hello.view(), hello.key(), "", Optional.of(admitted.secret()));
        return new Join(session.number(), admitted.visit(), same, session.network());
    }

    /** The round-trip time of the connection, ms; empty until it is known. */
    Optional<Double> roundTrip() {
        return beat.roundTrip();
    }

    /** @param behind the round-trip time from the front to the owner, ms */
    Seen seen(double behind) {
        Beat now = beat;
        return new Seen(
                person(), now.roundTrip().map(known -> known + behind), now.painted(), now.looking(), now.sees());
    }

    /**
     * Takes in a heartbeat. May be called from any thread.
     *
     * @return whether others would see a difference
     */
    synchronized boolean beats(Ping ping) {
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
}
