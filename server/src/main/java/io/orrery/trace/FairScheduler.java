package io.orrery.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Whose work goes on next. Parties take turns, and so do the works of one party; each turn is a bounded piece of one
 * work, so that nobody waits for the end of somebody else's. A work that several parties wait for goes on in the turns of
 * each. One turn at a time is taken: a work's own threads keep the machine busy.
 */
public final class FairScheduler {
    /** What can be done piece by piece. */
    interface Work {
        /** Does a bounded piece. @return whether the work is over, done or not */
        boolean advance();

        /** Nobody waits for it any more; called once at most. */
        void abandon();
    }

    private final Executor executor;

    /** In the order of their turns. */
    private final Map<String, Deque<Work>> parties = new LinkedHashMap<>();

    private final Map<Work, List<Requester>> waiting = new HashMap<>();
    private boolean taken;
    private long abandoned;

    /** @param executor takes one turn with each task that it runs */
    FairScheduler(Executor executor) {
        this.executor = executor;
    }

    /** Somebody waits for a work, perhaps the first one to. */
    void join(Work work, Requester asker) {
        synchronized (this) {
            waiting.computeIfAbsent(work, first -> new ArrayList<>()).add(asker);
            var works = parties.computeIfAbsent(asker.party(), first -> new ArrayDeque<>());
            if (!works.contains(work)) {
                works.add(work);
            }
            if (taken) {
                return;
            }
            taken = true;
        }
        takeAnother();
    }

    /** Somebody waits no more. @return whether nobody does, and the work is abandoned */
    boolean leave(Work work, Requester asker) {
        synchronized (this) {
            List<Requester> askers = waiting.get(work);
            if (askers == null || !askers.remove(asker)) {
                return false;
            }
            if (askers.stream().noneMatch(other -> other.party().equals(asker.party()))) {
                forget(work, asker.party());
            }
            if (!askers.isEmpty()) {
                return false;
            }
            waiting.remove(work);
            abandoned++;
        }
        work.abandon();
        return true;
    }

    /** How many works wait for a turn or have one now. */
    synchronized int works() {
        return waiting.size();
    }

    /** How many parties wait for a work. */
    synchronized int parties() {
        return parties.size();
    }

    /** How many works were abandoned. */
    synchronized long abandoned() {
        return abandoned;
    }

    private void take() {
        Work work;
        synchronized (this) {
            if (parties.isEmpty()) {
                taken = false;
                return;
            }
            work = next();
        }
        boolean over = work.advance();
        synchronized (this) {
            if (over) {
                List<Requester> askers = waiting.remove(work);
                if (askers != null) {
                    askers.forEach(asker -> forget(work, asker.party()));
                }
            }
            if (parties.isEmpty()) {
                taken = false;
                return;
            }
        }
        takeAnother();
    }

    private void takeAnother() {
        try {
            executor.execute(this::take);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                // The server ends, and nobody waits any more.
                taken = false;
            }
        }
    }

    /** The first party goes to the end, and its first work to the end of that party's. */
    private Work next() {
        var first = parties.entrySet().iterator().next();
        parties.remove(first.getKey());
        parties.put(first.getKey(), first.getValue());
        Work work = first.getValue().remove();
        first.getValue().add(work);
        return work;
    }

    private void forget(Work work, String party) {
        Deque<Work> works = parties.get(party);
        if (works != null) {
            works.remove(work);
            if (works.isEmpty()) {
                parties.remove(party);
            }
        }
    }
}
