package io.orrery.room.time;

/** Runs the turns of a room one after the other, and provides its clock. */
public interface EventLoop {
    /** The server's clock, ms. It never goes backwards. */
    double now();

    /** Queues a turn. May be called from any thread. */
    void execute(Runnable turn);

    /** Queues a turn after a delay. */
    Timer after(double ms, Runnable turn);

    /** A delayed turn that can be cancelled. */
    interface Timer {
        Timer NONE = () -> {};

        /** Cancels the turn. If called within a turn of the same loop, the cancelled turn is certain not to run. */
        void cancel();
    }
}
