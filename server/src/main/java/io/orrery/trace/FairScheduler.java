package io.orrery.trace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one turn at a time between works; a work's own threads keep the machine busy. A turn is a bounded piece of a
 * work, so nobody has to wait until somebody else's work is complete.
 *
 * <p>Rooms have two of three turns while they have work, and visitors the rest. Within both groups, tenants take turns.
 * Within a tenant, the first work is completed before the next begins: if all took turns, all would be half done
 * together, and hold their memory. Only works that are much shorter than the first need not wait for it.
 *
 * <p>A work begins when it has reserved its memory. If it cannot, no other work of its group may begin before it, so
 * that many small ones do not keep a large one waiting. A work that several tenants wait for advances in the turns of
 * each.
 */
public final class FairScheduler {
    /** Work that is done piece by piece. */
    interface Work {
        /** When it was first requested, ns. */
        long asked();

        /** An estimate of the time that it still needs, ns. */
        long nanosLeft();

        /** Whether {@link #begin} has succeeded. */
        boolean hasBegun();

        /**
         * Reserves its memory.
         *
         * @param forRoom whether a room waits for it
         * @return whether it may advance
         */
        boolean begin(boolean forRoom);

        /**
         * Does a bounded piece.
         *
         * @return whether the work is over, done or not
         */
        boolean advance();

        /** Called when nobody waits for the work any more. */
        void abandon();

        /** Called when the deadline has passed. */
        void giveUp();

        /** Called if {@link #advance} has thrown. */
        void fail(Throwable failure);

        /** Gives back its memory. Called when it is over, never while it advances. */
        void close();
    }

    /**
     * A place in the line.
     *
     * @param place from 1, which is being computed
     * @param nanos an estimate of the time until the work is done
     */
    record QueuePlace(int place, long nanos) {}

    private static final Logger LOG = LoggerFactory.getLogger(FairScheduler.class);

    /** Turns of rooms in a row while visitors wait. */
    private static final int TURNS_OF_ROOMS = 2;

    private final Executor executor;
    private final LongSupplier nanoTime;
    private final long deadline;
    private final SchedulingGroup rooms = new SchedulingGroup(true);
    private final SchedulingGroup visitors = new SchedulingGroup(false);
    private final SchedulingGroup idle = new SchedulingGroup(false);
    private final Map<Work, List<Requester>> waiting = new LinkedHashMap<>();
    private Optional<Work> advancing = Optional.empty();
    private boolean taken;
    private int turnsOfRooms;
    private long turns;
    private long abandoned;

    /**
     * @param executor runs one turn per task
     * @param deadline a work is given up this long after its request, ns
     */
    FairScheduler(Executor executor, LongSupplier nanoTime, long deadline) {
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.deadline = deadline;
    }

    /** Adds a requester that waits for a work, and the work itself if it is new. */
    void join(Work work, Requester requester) {
        synchronized (this) {
            waiting.computeIfAbsent(work, first -> new ArrayList<>()).add(requester);
            group(requester).add(work, requester.tenant());
        }
        wake();
    }

    /**
     * Removes a requester that no longer waits.
     *
     * @return whether it was the last, so that the work is abandoned
     */
    boolean leave(Work work, Requester requester) {
        boolean isAdvancing;
        synchronized (this) {
            List<Requester> requesters = waiting.get(work);
            if (requesters == null || !requesters.remove(requester)) {
                return false;
            }
            if (requesters.stream()
                    .noneMatch(
                            other -> other.tenant().equals(requester.tenant()) && other.group() == requester.group())) {
                group(requester).remove(work, requester.tenant());
            }
            if (!requesters.isEmpty()) {
                return false;
            }
            waiting.remove(work);
            abandoned++;
            isAdvancing = advancing.filter(work::equals).isPresent();
        }
        work.abandon();
        if (!isAdvancing) {
            work.close();
        }
        return true;
    }

    /** The place that a work has, or would have, among those of a requester's group. */
    synchronized QueuePlace place(Work work, Requester requester) {
        QueuePlace own = group(requester).place(work, requester.tenant());
        return requester.isRoom() ? own : new QueuePlace(own.place(), own.nanos() + rooms.nanosLeft());
    }

    /** Gives up the works whose deadline has passed, whether they have begun or not. */
    void giveUpLate() {
        var late = new ArrayList<Work>();
        Optional<Work> now;
        synchronized (this) {
            long time = nanoTime.getAsLong();
            for (Iterator<Work> works = waiting.keySet().iterator(); works.hasNext(); ) {
                Work work = works.next();
                if (time - work.asked() > deadline) {
                    works.remove();
                    rooms.remove(work);
                    visitors.remove(work);
                    idle.remove(work);
                    late.add(work);
                }
            }
            now = advancing;
        }
        for (Work work : late) {
            try {
                work.giveUp();
            } catch (RuntimeException | Error e) {
                // Those who wait must be told in any case, for example when there is no memory for the error's
                // sentence.
                work.fail(e);
            } finally {
                if (now.filter(work::equals).isEmpty()) {
                    work.close();
                }
            }
        }
    }

    /** Takes a turn if there is work and no turn is taken: after memory was given back, and after a failure. */
    void wake() {
        synchronized (this) {
            if (taken || waiting.isEmpty()) {
                return;
            }
            taken = true;
        }
        takeAnother();
    }

    /** The number of works that are waiting or running. */
    synchronized int works() {
        return waiting.size();
    }

    /** The number of works that have not begun. */
    synchronized int line() {
        return (int) waiting.keySet().stream().filter(work -> !work.hasBegun()).count();
    }

    /** The number of tenants that wait for a work. */
    synchronized int tenants() {
        return rooms.size() + visitors.size() + idle.size();
    }

    /** The number of works abandoned so far. */
    synchronized long abandoned() {
        return abandoned;
    }

    /** The number of turns so far. */
    synchronized long turns() {
        return turns;
    }

    /** Takes a turn. Whatever fails, the turn is given back, and the work's memory, too. */
    private void take() {
        Optional<Work> next = Optional.empty();
        boolean isOver = true;
        try {
            giveUpLate();
            synchronized (this) {
                next = next();
                if (next.isEmpty()) {
                    taken = false;
                    return;
                }
                advancing = next;
                turns++;
            }
            isOver = next.get().advance();
        } catch (Throwable e) {
            LOG.error("A turn has failed", e);
            next.ifPresent(work -> work.fail(e));
        } finally {
            next.ifPresent(isOver ? this::end : work -> pause());
        }
        if (hasMore()) {
            takeAnother();
        }
    }

    /** Whether the turn is taken again. */
    private synchronized boolean hasMore() {
        taken = taken && !waiting.isEmpty();
        return taken;
    }

    private void end(Work work) {
        synchronized (this) {
            advancing = Optional.empty();
            waiting.remove(work);
            rooms.remove(work);
            visitors.remove(work);
            idle.remove(work);
        }
        work.close();
    }

    private synchronized void pause() {
        advancing = Optional.empty();
    }

    private void takeAnother() {
        try {
            executor.execute(this::take);
        } catch (RuntimeException | Error e) {
            // The server is shutting down, or there is no thread. In the latter case a later wake() goes on.
            LOG.debug("No turn can be taken", e);
            synchronized (this) {
                taken = false;
            }
        }
    }

    private Optional<Work> next() {
        boolean isVisitorsTurn = turnsOfRooms >= TURNS_OF_ROOMS;
        Optional<Work> ofVisitors = isVisitorsTurn ? visitors.next() : Optional.empty();
        Optional<Work> ofRooms = ofVisitors.isPresent() ? Optional.empty() : rooms.next();
        if (ofRooms.isPresent()) {
            turnsOfRooms++;
            return ofRooms;
        }
        turnsOfRooms = 0;
        return (ofVisitors.isPresent() || isVisitorsTurn ? ofVisitors : visitors.next()).or(idle::next);
    }

    private SchedulingGroup group(Requester requester) {
        return switch (requester.group()) {
            case ROOMS -> rooms;
            case VISITORS -> visitors;
            case IDLE -> idle;
        };
    }
}
