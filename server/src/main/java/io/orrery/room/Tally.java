package io.orrery.room;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.link.Link.Counted;
import io.orrery.room.time.EventLoop;
import java.util.List;

/**
 * The room's ballots, and their counts as pages know them. Counts that have changed are announced together, at most four times a second: one
 * for each answer would be a message to each of thousands.
 */
final class Tally {
    /** The least time between two announcements, ms. */
    static final double ANNOUNCE_MS = 250;

    private final Ballots ballots;
    private final EventLoop loop;
    private final Runnable announce;
    private Counted announced;
    private boolean isPlanned;

    /**
     * @param first the number of the first counts
     * @param announce tells people the counts, which are new
     */
    Tally(List<Ballots.Answer> stored, Ballots.Store store, EventLoop loop, long first, Runnable announce) {
        this.loop = loop;
        this.announce = announce;
        ballots = new Ballots(stored, store, this::plan);
        announced = new Counted(first, ballots.counts());
    }

    Ballots ballots() {
        return ballots;
    }

    /** The counts that people have been told. */
    Counted announced() {
        return announced;
    }

    /** The present counts will be told with a new state. */
    void announceNow() {
        announced = new Counted(announced.number() + 1, ballots.counts());
    }

    /** Tells people the present counts, without waiting for those of others. */
    void tell() {
        announceNow();
        announce.run();
    }

    private void plan() {
        if (!isPlanned) {
            isPlanned = true;
            loop.after(ANNOUNCE_MS, () -> {
                isPlanned = false;
                tell();
            });
        }
    }
}
