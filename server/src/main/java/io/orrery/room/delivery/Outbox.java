package io.orrery.room.delivery;

import io.orrery.room.time.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What waits to be sent to one browser.
 *
 * <p>Three lanes: control messages, each of which arrives, in order; states, frames and head counts, of which only the
 * latest is worth sending; and where the driver points, which goes when nothing else waits. One message is on its way at
 * a time. So a slow phone gets the newest state, never an old queue, and costs nobody else anything. One that does not
 * even take control messages is too slow to stay.
 *
 * <p>The room fills it and the connection's own writer empties it, each on its own thread, so that two thousand writes
 * do not hold up the room's turns. That a message has gone is noted where the connection says so: it costs the room no
 * turn.
 */
public final class Outbox {
    /** Control messages that may wait: the answers to all that a page may say at once, and to a minute of its pings. */
    public static final int CONTROL_MESSAGES = 200;

    /** How long one message may be on its way: 64 KiB in this time is 2 KiB/s. */
    public static final double SLOWEST_WRITE_MS = 30_000;

    private final Connection connection;
    private final EventLoop loop;
    private final Runnable writer = this::writeAll;
    private final Runnable sent = this::sent;

    // All below is guarded by this object's lock, which is not held while something is written.
    private final Deque<String> control = new ArrayDeque<>();
    private Optional<Waiting> state = Optional.empty();
    private Optional<Delivery> frame = Optional.empty();
    private double frameSince;
    private Optional<String> people = Optional.empty();
    private Optional<String> pointer = Optional.empty();

    /** Whether the writer is at work here, or will be. */
    private boolean called;

    private boolean writing;
    private double writingSince;
    private boolean closed;

    public Outbox(Connection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** @param answers the id of this person's own command that the state answers; empty for none */
    private record Waiting(String text, String answers) {}

    /** @return whether there was room for it */
    public synchronized boolean control(String text) {
        if (control.size() >= CONTROL_MESSAGES) {
            return false;
        }
        control.add(text);
        callWriter();
        return true;
    }

    /**
     * Says a control message, on this thread where nothing else is being written: waking the writer takes longer than the
     * write does.
     *
     * @return whether there was room for it
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
     * @param moved whether a frame that waits belongs to a step that was left
     * @param with the frame of the step that it moved to, where that is there already
     * @param answers the id of this person's own command that the state answers; empty for none
     */
    public synchronized void state(String text, boolean moved, Optional<Delivery> with, String answers) {
        state = Optional.of(new Waiting(text, answers));
        if (moved) {
            supersede();
        }
        with.ifPresent(this::put);
        callWriter();
    }

    /** The command that only a state which still waits would answer; a state that takes its place must answer it too. */
    public synchronized String owedAnswer() {
        return state.map(Waiting::answers).orElse("");
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

    public synchronized void people(String text) {
        people = Optional.of(text);
        callWriter();
    }

    public synchronized void pointer(String text) {
        pointer = Optional.of(text);
        callWriter();
    }

    /** Whether one message has been on its way for too long. */
    public synchronized boolean isStuck() {
        return writing && loop.now() - writingSince > SLOWEST_WRITE_MS;
    }

    /** Nothing more is written: what waits is dropped. */
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
     * Writes while the connection takes it. A frame whose state still waits takes it along; else it follows at once,
     * while all that belongs to this connection is still in the processor's cache: with two thousand of them that is a
     * good part of what a write costs.
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
        if (people.isPresent()) {
            String text = people.get();
            people = Optional.empty();
            return text(text);
        }
        if (pointer.isPresent()) {
            String text = pointer.get();
            pointer = Optional.empty();
            return text(text);
        }
        return Optional.empty();
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
        return !control.isEmpty()
                || state.isPresent()
                || frame.isPresent()
                || people.isPresent()
                || pointer.isPresent();
    }
}
