package io.orrery.room.storage;

import io.orrery.room.link.Link;
import io.orrery.room.time.EventLoop;

/** The time for which a server owns a room. Where servers share rooms, it ends when another one becomes the owner. */
public interface Tenure {
    /** That of a server alone, which tells each change at once: what is lost with the process is less than a second. */
    Tenure ALONE = new Tenure() {};

    /** Counts the owners of the room; 0 for a server alone. Numbers that must go on over owners begin with it. */
    default long number() {
        return 0;
    }

    /** How far the room's clock is ahead of this server's, ms: it goes on from that of the owner before, whatever the clock of its machine shows. */
    default double ahead() {
        return 0;
    }

    /** Identifies the room's run for pages, if it is the same for all owners, as nothing of what pages were told is lost between them; else empty. */
    default String run() {
        return "";
    }

    /**
     * Does some work of a room, of which the next owner, or this server after it was killed, knows all that it stores, or nothing. Nothing of it need be
     * stored before it ends.
     */
    default void together(Runnable work) {
        work.run();
    }

    /**
     * A front that hears what the owner says once all that the owner decided before is stored.
     *
     * @param loop in which the front hears
     */
    default Link.Front confirmed(Link.Front front, EventLoop loop) {
        return front;
    }
}
