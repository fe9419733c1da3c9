package io.orrery.room;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.time.EventLoop;
import io.orrery.wire.Role;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    private Map<String, Ballots.Counts> announced;
    private final Map<Role, Set<String>> everTold = new EnumMap<>(Role.class);
    private boolean isPlanned;

    /** @param announce tells people the counts, which are new */
    Tally(List<Ballots.Answer> stored, Ballots.Store store, EventLoop loop, Runnable announce) {
        this.loop = loop;
        this.announce = announce;
        ballots = new Ballots(stored, new Counted(store));
        announced = ballots.counts();
    }

    Ballots ballots() {
        return ballots;
    }

    /** The counts that people have been told, by ballot. */
    Map<String, Ballots.Counts> announced() {
        return announced;
    }

    /** The present counts will be told with a new state. */
    void announceNow() {
        announced = ballots.counts();
    }

    /**
     * The parts that a role is told: also each that it was ever told, and does not see any more, as the page may have missed that.
     *
     * @param before the names of the parts that the role saw
     * @param now the parts with counts that it sees now, by name
     * @return the parts by name; empty for one that is gone
     */
    Map<String, Optional<Record>> told(Role role, Set<String> before, Map<String, Record> now) {
        Set<String> names = everTold.computeIfAbsent(role, any -> new HashSet<>());
        names.addAll(before);
        names.addAll(now.keySet());
        return names.stream().collect(Collectors.toMap(name -> name, name -> Optional.ofNullable(now.get(name))));
    }

    private void plan() {
        if (!isPlanned) {
            isPlanned = true;
            loop.after(ANNOUNCE_MS, () -> {
                isPlanned = false;
                announceNow();
                announce.run();
            });
        }
    }

    /** Stores answers, and plans to tell that they have changed. A ballot that has ended has no counts to tell. */
    private final class Counted implements Ballots.Store {
        private final Ballots.Store store;

        Counted(Ballots.Store store) {
            this.store = store;
        }

        @Override
        public void keep(Ballots.Answer answer) {
            store.keep(answer);
            plan();
        }

        @Override
        public void withdraw(String ballot, String person) {
            store.withdraw(ballot, person);
            plan();
        }

        @Override
        public void end(String ballot) {
            store.end(ballot);
        }
    }
}
