package io.orrery.wire;

import io.orrery.error.OrreryException;
import io.orrery.trace.Sampling;

/** Reads sampling parameters; absent ones have the values of {@link Sampling#GREEDY}. */
public final class SamplingFields {
    private SamplingFields() {}

    /** @throws MalformedException if a parameter is out of range; the error says which values are allowed */
    public static Sampling read(Fields fields) throws MalformedException {
        var usual = Sampling.GREEDY;
        try {
            return new Sampling(
                    fields.has("temperature") ? fields.number("temperature") : usual.temperature(),
                    fields.has("topK") ? fields.index("topK") : usual.topK(),
                    fields.has("topP") ? fields.number("topP") : usual.topP(),
                    fields.has("seed") ? fields.count("seed") : usual.seed());
        } catch (OrreryException e) {
            throw new MalformedException(e.error());
        }
    }
}
