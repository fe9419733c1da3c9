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
 * A round-robin scheduler. Parties take turns, and so do the works of a party. A turn is a bounded piece of one work,
 * so nobody has to wait until somebody else's work is complete. A work that several parties wait for advances in the
 * turns of each. Only one turn runs at a time: a work's own threads keep the machine busy.
 */
public final class FairScheduler {
    /** Work that is done piece by piece. */
    interface Work {
        /**
         * Does a bounded piece.
         *
         * @return whether the work is over, done or not
         */
        boolean advance();

        /** Called at most once, when nobody waits for the work any more. */
        void abandon();
    }

    private final Executor executor;

    /** The works of each party, both in the order of their turns. */
    private final Map<String, Deque<Work>> parties = new LinkedHashMap<>();

    private final Map<Work, List<Requester>> waiting = new HashMap<>();
    private boolean taken;
    private long abandoned;

    /** @param executor runs one turn per task */
    FairScheduler(Executor executor) {
        this.executor = executor;
    }

    /** Adds a requester that waits for a work, and the work itself if it is new. */
    void join(Work work, Requester requester) {
        synchronized (this) {
            waiting.computeIfAbsent(work, first -> new ArrayList<>()).add(requester);
            var works = parties.computeIfAbsent(requester.party(), first -> new ArrayDeque<>());
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

    /**
     * Removes a requester that no longer waits.
     *
     * @return whether it was the last, so that the work is abandoned
     */
    boolean leave(Work work, Requester requester) {
        synchronized (this) {
            List<Requester> requesters = waiting.get(work);
            if (requesters == null || !requesters.remove(requester)) {
                return false;
            }
            if (requesters.stream().noneMatch(other -> other.party().equals(requester.party()))) {
                forget(work, requester.party());
            }
            if (!requesters.isEmpty()) {
                return false;
            }
            waiting.remove(work);
            abandoned++;
        }
        work.abandon();
        return true;
    }

    /** The number of works that are waiting or running. */
    synchronized int works() {
        return waiting.size();
    }

    /** The number of parties that wait for a work. */
    synchronized int parties() {
        return parties.size();
    }

    /** The number of works abandoned so far. */
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
                List<Requester> requesters = waiting.remove(work);
                if (requesters != null) {
                    requesters.forEach(requester -> forget(work, requester.party()));
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
                // The server is shutting down; nobody waits any more.
                taken = false;
            }
        }
    }

    /** Takes the first work of the first party, and moves both to the end of their queues. */
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
