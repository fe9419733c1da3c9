package io.orrery.trace;

import io.orrery.trace.FairScheduler.QueuePlace;
import io.orrery.trace.FairScheduler.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The works of one tenant in the order of their requests. While the first one is long, a short one may have every
 * other turn: otherwise a single text could make a whole hall wait.
 */
final class SchedulingTenant {
    /** A work is short if it needs less than this part of what the first one needs. */
    private static final int SHORT = 4;

    private final Deque<Work> works = new ArrayDeque<>();
    private boolean isFirstsTurn = true;

    void add(Work work) {
        if (!works.contains(work)) {
            works.add(work);
        }
    }

    void remove(Work work) {
        works.remove(work);
    }

    boolean contains(Work work) {
        return works.contains(work);
    }

    boolean isEmpty() {
        return works.isEmpty();
    }

    int size() {
        return works.size();
    }

    long nanosLeft() {
        return works.stream().mapToLong(Work::nanosLeft).sum();
    }

    Optional<Work> next(Predicate<Work> canAdvance) {
        Work first = works.element();
        Optional<Work> quick = works.stream()
                .skip(1)
                .filter(work -> work.hasBegun() || isShort(work))
                .findFirst();
        isFirstsTurn = !isFirstsTurn || quick.isEmpty();
        Optional<Work> others = Optional.of(first);
        Optional<Work> preferred = isFirstsTurn ? others : quick;
        return preferred.filter(canAdvance).or(() -> (isFirstsTurn ? quick : others).filter(canAdvance));
    }

    private boolean isShort(Work work) {
        return !works.isEmpty() && work.nanosLeft() < works.element().nanosLeft() / SHORT;
    }

    QueuePlace place(Work work) {
        boolean isShort = isShort(work);
        long nanos = work.nanosLeft();
        int before = 0;
        for (Work earlier : works) {
            if (earlier.equals(work)) {
                break;
            }
            if (!isShort || isShort(earlier)) {
                nanos += earlier.nanosLeft();
            }
            before++;
        }
        return new QueuePlace(before + 1, isShort ? 2 * nanos : nanos);
    }
}
