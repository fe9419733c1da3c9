package io.orrery.room.front;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The clock of a room's owner, as its front knows it. Each question and its answer bound the offset between the two clocks; the front takes the
 * middle of the interval that all recent answers allow.
 */
final class OwnerClock {
    private static final int RECENT = 16;

    private final DoubleSupplier own;
    private final Deque<Bounds> recent = new ArrayDeque<>();
    private volatile Bounds known = new Bounds(0, 0);

    /** Between these is the owner's clock minus the front's, ms. */
    private record Bounds(double least, double most) {
        boolean meets(Bounds other) {
            return other.least <= most && least <= other.most;
        }

        Bounds and(Bounds other) {
            return new Bounds(Math.max(least, other.least), Math.min(most, other.most));
        }

        double middle() {
            return (least + most) / 2;
        }
    }

    /** @param own the front's clock, ms */
    OwnerClock(DoubleSupplier own) {
        this.own = own;
    }

    /** The owner's clock, ms. May be called from any thread. */
    double now() {
        return own.getAsDouble() + known.middle();
    }

    /** How far the owner's clock is ahead of the front's, ms; empty while no owner has answered. */
    Optional<Double> ahead() {
        return recent.isEmpty() ? Optional.empty() : Optional.of(known.middle());
    }

    /**
     * Takes in an answer of the owner.
     *
     * @param asked the front's clock when it asked, ms
     * @param answered the owner's clock when it answered, ms
     */
    void heard(double asked, double answered) {
        var bounds = new Bounds(answered - own.getAsDouble(), answered - asked);
        if (recent.stream().anyMatch(earlier -> !earlier.meets(bounds))) {
            // One of the clocks was set.
            recent.clear();
        }
        recent.addLast(bounds);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        known = recent.stream().reduce(Bounds::and).orElse(bounds);
    }

    /** The least time from a question to its answer, ms. */
    double roundTrip() {
        return recent.stream()
                .mapToDouble(bounds -> bounds.most() - bounds.least())
                .min()
                .orElse(0);
    }
}
