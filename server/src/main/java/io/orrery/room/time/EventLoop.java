package io.orrery.room.time;

/** The turns of a room, one after the other, and its clock. */
public interface EventLoop {
    /** The server's clock in ms; it never goes back. */
    double now();

    /** Takes a turn after those that wait already. May be called from any thread. */
    void execute(Runnable turn);

    /** Takes a turn after so many ms. */
    Timer after(double ms, Runnable turn);

    /** A turn that lies ahead. */
    interface Timer {
        Timer NONE = () -> {};

        /** From here on, within a turn, it will not be taken. */
        void cancel();
    }
}
