package io.orrery.room;

/** Lets so much through per second, and so much at once after a rest. */
public final class TokenBucket {
    private static final double MS = 1000;

    private final double perSecond;
    private final double most;
    private double tokens;
    private double filledAt;

    /** @param now ms of any clock; the same clock as for {@link #take} */
    public TokenBucket(double perSecond, double most, double now) {
        this.perSecond = perSecond;
        this.most = most;
        this.tokens = most;
        this.filledAt = now;
    }

    /** Whether one more may pass now. */
    public synchronized boolean take(double now) {
        tokens = Math.min(most, tokens + Math.max(0, now - filledAt) * perSecond / MS);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
