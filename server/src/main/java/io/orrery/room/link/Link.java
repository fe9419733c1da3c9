package io.orrery.room.link;

import io.orrery.room.ballot.Ballots;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Point;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Cursor;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What passes between the owner of a room and one of its fronts. All of it are values, which could cross a network; in one process each is a
 * call.
 *
 * <p>A link over a network may deliver a value twice. It keeps the order of what a front says, of {@link Newest} and {@link EntryMessage}, of what else the owner
 * says of single pages, and of newest values, but may let one of these overtake another. When it breaks, the owner is told that the front
 * is {@link Owner#lost}; after that the front follows anew.
 */
public final class Link {
    private Link() {}

    /** The owner's end of the link to one front. */
    public interface Owner {
        void hear(FromFront said);

        /** Whether a page of this kind can be admitted. An older server could not read that it asks, nor what else is said with it. */
        default boolean knows(View view) {
            return true;
        }

        /** The link has broken: the people at this front are gone, unless it follows anew. */
        void lost();
    }

    /** The front's end. */
    public interface Front {
        void hear(FromOwner said);

        /** The newest that is known of the people at the front. */
        List<Seen> seen();

        /** The round-trip times that are known, ms. */
        default double[] roundTrips() {
            return seen().stream()
                    .flatMap(page -> page.roundTrip().stream())
                    .mapToDouble(known -> known)
                    .toArray();
        }
    }

    /** A summary of who is at a front, as a network carries it. */
    public record Summary(List<Seen> seen) {}

    /**
     * What is known of a person from the heartbeats of the person's page.
     *
     * @param roundTrip ms; empty until it is known
     * @param painted the step that the screen shows
     * @param looking whether the person moves the camera by hand
     * @param sees the part of the machine in the middle of that person's view; empty for none
     */
    public record Seen(
            String person, Optional<Double> roundTrip, Optional<Cursor> painted, boolean looking, String sees) {}

    /** A message from a front to the owner. */
    public sealed interface FromFront {}

    /** A front begins to follow the room, or goes on after the link broke. @param pages those that have joined, or want to */
    public record Follow(List<Join> pages) implements FromFront {}

    /**
     * A page asks to be admitted. The answer is {@link Admitted} or {@link Closed}.
     *
     * @param page the page's number at its front
     * @param visit that of its admission, if the page was admitted before the link broke; else 0
     * @param network the network of its connection; empty if it is unknown
     */
    public record Join(long page, long visit, Hello hello, String network) implements FromFront {}

    /** A page's connection is gone. */
    public record Left(long page) implements FromFront {}

    /** A page's command. A front gives it again after a break, until it is answered. */
    public record Command(long page, CommandRequest request) implements FromFront {}

    public record Renamed(long page, String name) implements FromFront {}

    public record Pointed(long page, Point point) implements FromFront {}

    /** The summary of a front is another one. */
    public record PeopleChanged() implements FromFront {}

    /** @param t the front's clock, ms */
    public record Ping(double t) implements FromFront {}

    /** A message from the owner to a front. */
    public sealed interface FromOwner {}

    /** What the owner says of single pages. */
    public sealed interface ForPages extends FromOwner {
        /** The number of the change to which the front must have followed the room before it passes this on. */
        long seq();
    }

    /**
     * The room's newest state, for a front that begins to follow.
     *
     * @param epoch identifies the room's current run
     * @param parts all parts of the state, by name
     */
    public record Newest(String epoch, long seq, Map<String, Record> parts, Counted counts, Pointing pointing)
            implements FromOwner {}

    /**
     * A change of the room.
     *
     * @param seq the number of the change
     * @param start when all screens begin to show it, ms of the owner's clock
     * @param parts the parts of the state that changed, by name
     * @param counts those that the state is shown with; empty if it is shown with those told last
     * @param by the id of the person who made the change; empty if the room changed by itself
     * @param id the id of the command; empty if the room changed by itself
     */
    public record EntryMessage(
            long seq, double start, Map<String, Record> parts, Optional<Counted> counts, String by, String id)
            implements FromOwner {}

    /**
     * A page is admitted.
     *
     * @param visit the number of the admission: the later of two pages of one person has the larger one
     * @param secret by which the person returns
     * @param party the person's party, which drives as one
     * @param isKeyless whether the page has the abilities of everybody
     * @param returns whether the person was here before, so that the page may still show an old pointer
     */
    public record Admitted(
            long page,
            long visit,
            long seq,
            String person,
            Role role,
            String secret,
            String party,
            boolean isKeyless,
            boolean returns)
            implements ForPages {}

    /** A page is not admitted, or not any more. */
    public record Closed(long page, CloseCode why) implements FromOwner {}

    /**
     * A message to a person.
     *
     * @param seq the last change that the front was told before, or {@link #AT_ONCE}
     * @param id the id of the person's command that it answers; empty for none
     * @param refused why the command is refused; empty if it is done
     * @param text the message; empty for the state of the room as the person's role sees it
     */
    public record Reply(String person, long seq, String id, Optional<RefusalReason> refused, Optional<String> text)
            implements ForPages {
        /** In place of the number of a change: the message is about none, and waits for none to be stored. */
        public static final long AT_ONCE = -1;
    }

    /** How people have answered. @param number later counts have a larger one: those that an entry has overtaken are dropped */
    public record Counted(long number, Map<String, Ballots.Counts> byBallot) implements FromOwner {}

    /**
     * Where the driver points, and the driver's camera.
     *
     * @param text the message to pages
     * @param isNowhere whether it is neither
     * @param except the person who points; empty for nobody
     */
    public record Pointing(String text, boolean isNowhere, String except) implements FromOwner {}

    /**
     * Who is in the room.
     *
     * @param count the number of attendees
     * @param text the message to pages
     * @param listed the message to those of people who may drive
     */
    public record People(int count, String text, String listed) implements FromOwner {}

    /** The answer to {@link Ping}. @param now the owner's clock, ms */
    public record Pong(double t, double now) implements FromOwner {}

    /** The room closes. */
    public record Ended(CloseCode why) implements FromOwner {}
}
