package io.orrery.bench.slow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures how long each change takes to reach the attendees. Thread-safe. */
final class StepTimings implements SimulatedAttendee.MessageListener {
    private static final double NANOS_PER_MS = 1e6;

    private final Map<Long, Long> sentAt = new ConcurrentHashMap<>();
    private volatile Arrivals arrivals = new Arrivals(new Durations(), new Durations());

    /**
     * The delays since counting last restarted.
     *
     * @param states delays of states; a step's text is shown with its state, because the page has it already
     * @param frames delays of the steps' frames
     */
    record Arrivals(Durations states, Durations frames) {}

    /** Notes that the presenter is about to send the command that causes this change. */
    void sending(long seq) {
        sentAt.put(seq, System.nanoTime());
    }

    /** Restarts counting and returns the previous counts. */
    Arrivals recount() {
        Arrivals before = arrivals;
        arrivals = new Arrivals(new Durations(), new Durations());
        return before;
    }

    @Override
    public void state(long seq) {
        note(seq, arrivals.states());
    }

    @Override
    public void frame(long seq, int bytes) {
        note(seq, arrivals.frames());
    }

    /** Ignores states that no step caused, such as the one in a {@code welcome}. */
    private void note(long seq, Durations times) {
        Long sent = sentAt.get(seq);
        if (sent != null) {
            times.add((System.nanoTime() - sent) / NANOS_PER_MS);
        }
    }
}
