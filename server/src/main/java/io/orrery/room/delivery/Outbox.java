package io.orrery.room.delivery;

import io.orrery.room.time.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The messages that wait to be sent to one browser.
 *
 * <p>There are three lanes. Control messages are all sent, in order. Of states, frames, counts of answers and head counts only
 * the latest is sent. The driver's pointer, also the latest only, is sent when nothing else waits. One message is in flight at a
 * time. So a slow phone gets the newest state instead of an old queue, and delays nobody else. A browser that does not
 * even keep up with control messages is disconnected.
 *
 * <p>The room's thread fills the outbox and the connection's writer thread empties it, so that two thousand writes do
 * not delay the room's tasks. The completion of a write is handled on the connection's thread and takes no task of the
 * room.
 */
public final class Outbox {
    /**
     * The most control messages that may wait: enough to answer a full burst of a page's messages and a minute of
     * pings.
     */
    public static final int CONTROL_MESSAGES = 200;

    /** How long one message may be in flight, ms: 64 KiB in this time is 2 KiB/s. */
    public static final double SLOWEST_WRITE_MS = 30_000;

    private final Connection connection;
    private final EventLoop loop;
    private final Runnable writer = this::writeAll;
    private final Runnable sent = this::sent;

    // The fields below are guarded by this object's lock, which is not held during a write.
    private final Deque<String> control = new ArrayDeque<>();
    private Optional<Waiting> state = Optional.empty();
    private Optional<Delivery> frame = Optional.empty();
    private double frameSince;
    private final Map<Newest, String> newest = new EnumMap<>(Newest.class);

    /** Whether the writer is running for this outbox, or has been asked to. */
    private boolean called;

    private boolean writing;
    private double writingSince;
    private boolean closed;

    public Outbox(Connection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** What is sent after control messages, states and frames, in this order. */
    public enum Newest {
        /** Counts of answers. */
        COUNTS,
        /** Who is in the room. */
        PEOPLE,
        /** The driver's pointer. */
        POINTER
    }

    /** @param answers the id of this person's command that the state answers; empty for none */
    private record Waiting(String text, String answers) {}

    /**
     * Queues a control message.
     *
     * @return false if the lane is full
     */
    public synchronized boolean control(String text) {
        if (control.size() >= CONTROL_MESSAGES) {
            return false;
        }
        control.add(text);
        callWriter();
        return true;
    }

    /**
     * Queues a control message behind the state that waits, for a message that describes a newer state.
     *
     * @return false if the lane is full
     */
    public synchronized boolean controlAfterState(String text) {
        boolean isThere = state.map(waiting -> control(waiting.text())).orElse(true);
        state = Optional.empty();
        return isThere && control(text);
    }

    /**
     * Queues a control message, and writes it on this thread if no write is in progress: waking the writer would take
     * longer than the write.
     *
     * @return false if the lane is full
     */
    public boolean answer(String text) {
        synchronized (this) {
            if (control.size() >= CONTROL_MESSAGES) {
                return false;
            }
            control.add(text);
            if (called || writing || closed) {
                return true;
            }
            called = true;
        }
        writeAll();
        return true;
    }

    /**
     * Queues a state, which replaces one that still waits, and answers the command that that one would have answered.
     *
     * @param answers the id of this person's command that the state answers; empty for none
     * @param text of the state, from the id of the command that it answers
     * @param moved whether the cursor moved, so that a frame that still waits is out of date
     * @param with the frame of the new step, if it is encoded already
     */
    public synchronized void state(String answers, UnaryOperator<String> text, boolean moved, Optional<Delivery> with) {
        String owed = answers.isEmpty() && state.isPresent() ? state.get().answers() : answers;
        state = Optional.of(new Waiting(text.apply(owed), owed));
        // The state has them, or newer ones.
        newest.remove(Newest.COUNTS);
        if (moved) {
            supersede();
        }
        with.ifPresent(this::put);
        callWriter();
    }

    public synchronized void frame(Delivery latest) {
        supersede();
        put(latest);
        callWriter();
    }

    private void put(Delivery latest) {
        frame = Optional.of(latest);
        frameSince = loop.now();
    }

    private void supersede() {
        if (frame.isPresent()) {
            frame = Optional.empty();
            connection.frameSuperseded();
        }
    }

    /** Queues a message that replaces one of its kind that still waits. */
    public synchronized void newest(Newest kind, String text) {
        newest.put(kind, text);
        callWriter();
    }

    /** Whether one message has been in flight for too long. */
    public synchronized boolean isStuck() {
        return writing && loop.now() - writingSince > SLOWEST_WRITE_MS;
    }

    /** Drops everything that waits; nothing more is written. */
    public synchronized void close() {
        closed = true;
    }

    private void callWriter() {
        if (!called && !writing && !closed) {
            called = true;
            connection.whenWriting(writer);
        }
    }

    /**
     * Writes until nothing waits or a write is in progress. A frame is combined with its state if that still waits;
     * else it is written right after it, while the connection's data is still in the processor's cache. With two
     * thousand connections, that is a good part of a write's cost.
     */
    private void writeAll() {
        for (var message = next(); message.isPresent(); message = next()) {
            message.get().accept(connection, sent);
        }
    }

    private synchronized Optional<BiConsumer<Connection, Runnable>> next() {
        var message = writing || closed ? Optional.<BiConsumer<Connection, Runnable>>empty() : mostUrgent();
        if (message.isPresent()) {
            writing = true;
            writingSince = loop.now();
        } else {
            called = false;
        }
        return message;
    }

    private Optional<BiConsumer<Connection, Runnable>> mostUrgent() {
        if (!control.isEmpty()) {
            return text(control.remove());
        }
        if (state.isPresent()) {
            String text = state.get().text();
            state = Optional.empty();
            Optional<ByteBuffer> both = frame.flatMap(latest -> latest.with(text));
            return both.isPresent() ? frame(both.get()) : text(text);
        }
        if (frame.isPresent()) {
            return frame(frame.get().alone());
        }
        return newest.keySet().stream().findFirst().flatMap(kind -> text(newest.remove(kind)));
    }

    private Optional<BiConsumer<Connection, Runnable>> frame(ByteBuffer latest) {
        double since = frameSince;
        frame = Optional.empty();
        return Optional.of((to, then) -> to.send(latest.duplicate(), () -> {
            to.frameSent(loop.now() - since);
            then.run();
        }));
    }

    private static Optional<BiConsumer<Connection, Runnable>> text(String message) {
        return Optional.of((to, then) -> to.send(message, then));
    }

    private synchronized void sent() {
        writing = false;
        if (isWaiting()) {
            callWriter();
        }
    }

    private boolean isWaiting() {
        return !control.isEmpty() || state.isPresent() || frame.isPresent() || !newest.isEmpty();
    }
}
