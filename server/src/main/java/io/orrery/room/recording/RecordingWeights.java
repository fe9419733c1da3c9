package io.orrery.room.recording;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** How large the weights of trainings that recordings name are. Weights that were there once stay as they are. */
public final class RecordingWeights {
    /** Bytes by content id. */
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    private volatile ToLongFunction<String> weights = model -> 0;

    /** @param by bytes by content id, 0 for none; called from any thread */
    public void by(ToLongFunction<String> by) {
        weights = by;
    }

    /** The weights that a recording names, bytes. */
    public long of(Recording recording) {
        return recording.models().stream().mapToLong(this::of).sum();
    }

    private long of(String model) {
        long before = known.getOrDefault(model, 0L);
        if (before > 0) {
            return before;
        }
        long weight = weights.applyAsLong(model);
        if (weight > 0) {
            known.put(model, weight);
        }
        return weight;
    }
}
