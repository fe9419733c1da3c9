package io.orrery.room;

import io.orrery.wire.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What waits to be sent to one browser.
 *
 * <p>Three lanes: control messages, each of which arrives, in order; states, frames and head counts, of which only the
 * latest is worth sending; and where the driver points, which goes when nothing else waits. One message is on its way at a time. So a slow phone gets the newest state, never an old
 * queue, and costs nobody else anything. One that does not even take control messages is too slow to stay.
 */
final class Outbox {
    /** Control messages that may wait: the answers to all that a page may say at once, and to a minute of its pings. */
    static final int CONTROL_MESSAGES = 200;

    /** How long one message may be on its way: 64 KiB in this time is 2 KiB/s. */
    static final double SLOWEST_WRITE_MS = 30_000;

    private final Connection connection;
    private final Loop loop;
    private final Deque<String> control = new ArrayDeque<>();
    private Optional<Waiting> state = Optional.empty();
    private Optional<Frame> frame = Optional.empty();
    private Optional<String> people = Optional.empty();
    private Optional<String> pointer = Optional.empty();
    private boolean writing;
    private double writingSince;

    Outbox(Connection connection, Loop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    /** @param answers the id of this person's own command that the state answers; empty for none */
    private record Waiting(String text, String answers) {}

    /** @return whether there was room for it */
    boolean control(String text) {
        if (control.size() >= CONTROL_MESSAGES) {
            return false;
        }
        control.add(text);
        write();
        return true;
    }

    /**
     * @param moved whether a frame that waits belongs to a step that was left
     * @param answers the id of this person's own command that the state answers; empty for none
     */
    void state(String text, boolean moved, String answers) {
        state = Optional.of(new Waiting(text, answers));
        if (moved) {
            frame = Optional.empty();
        }
        write();
    }

    /** The command that only a state which still waits would answer; a state that takes its place must answer it too. */
    String owedAnswer() {
        return state.map(Waiting::answers).orElse("");
    }

    void frame(Frame latest) {
        frame = Optional.of(latest);
        write();
    }

    void people(String text) {
        people = Optional.of(text);
        write();
    }

    void pointer(String text) {
        pointer = Optional.of(text);
        write();
    }

    /** Whether one message has been on its way for too long. */
    boolean isStuck() {
        return writing && loop.now() - writingSince > SLOWEST_WRITE_MS;
    }

    private void write() {
        if (writing) {
            return;
        }
        if (!control.isEmpty()) {
            send(control.remove());
        } else if (state.isPresent()) {
            String text = state.get().text();
            state = Optional.empty();
            send(text);
        } else if (frame.isPresent()) {
            Frame latest = frame.get();
            frame = Optional.empty();
            begin();
            connection.send(latest.buffer(), this::sent);
        } else if (people.isPresent()) {
            String text = people.get();
            people = Optional.empty();
            send(text);
        } else if (pointer.isPresent()) {
            String text = pointer.get();
            pointer = Optional.empty();
            send(text);
        }
    }

    private void send(String text) {
        begin();
        connection.send(text, this::sent);
    }

    private void begin() {
        writing = true;
        writingSince = loop.now();
    }

    private void sent() {
        loop.execute(() -> {
            writing = false;
            write();
        });
    }
}
