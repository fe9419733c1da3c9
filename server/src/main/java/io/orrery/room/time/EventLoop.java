package io.orrery.room.time;

import java.util.function.Consumer;

/** Runs the tasks of a room one after the other, and provides its clock. */
public interface EventLoop {
    /** The server's clock, ms. It never goes backwards. */
    double now();

    /** Queues a task. May be called from any thread. */
    void execute(Runnable task);

    /** Queues a task after a delay. */
    Timer after(double ms, Runnable task);

    /** This loop with a clock that is ahead of the server's. @param ms by how much; negative if it is behind */
    default EventLoop ahead(double ms) {
        return ms == 0 ? this : like(ms, Runnable::run);
    }

    /** This loop, each of whose tasks something else runs. */
    default EventLoop within(Consumer<Runnable> runs) {
        return like(0, runs);
    }

    private EventLoop like(double aheadMs, Consumer<Runnable> runs) {
        EventLoop same = this;
        return new EventLoop() {
            @Override
            public double now() {
                return same.now() + aheadMs;
            }

            @Override
            public void execute(Runnable task) {
                same.execute(() -> runs.accept(task));
            }

            @Override
            public Timer after(double delayMs, Runnable task) {
                return same.after(delayMs, () -> runs.accept(task));
            }
        };
    }

    /** A delayed task that can be cancelled. */
    interface Timer {
        Timer NONE = () -> {};

        /** Cancels the task. If called within a task of the same loop, the cancelled task is certain not to run. */
        void cancel();
    }
}
