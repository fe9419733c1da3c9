package io.orrery.bench.slow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each change was brought about, and how long it took to come to whoever hears of it. May be told from any thread. */
final class Steps implements Visitor.Heard {
    private static final double NANOS_PER_MS = 1e6;

    private final Map<Long, Long> sentAt = new ConcurrentHashMap<>();
    private volatile Came came = new Came(new Times(), new Times());

    /**
     * What came since some moment.
     *
     * @param states and with them the step's text, which a page holds already
     * @param frames the step's numbers
     */
    record Came(Times states, Times frames) {}

    /** The presenter is about to bring this change about. */
    void sending(long seq) {
        sentAt.put(seq, System.nanoTime());
    }

    /** Counts anew; what was counted. */
    Came recount() {
        Came before = came;
        came = new Came(new Times(), new Times());
        return before;
    }

    @Override
    public void state(long seq) {
        note(seq, came.states());
    }

    @Override
    public void frame(long seq, int bytes) {
        note(seq, came.frames());
    }

    /** A state that came with a welcome answers no press. */
    private void note(long seq, Times times) {
        Long sent = sentAt.get(seq);
        if (sent != null) {
            times.add((System.nanoTime() - sent) / NANOS_PER_MS);
        }
    }
}
