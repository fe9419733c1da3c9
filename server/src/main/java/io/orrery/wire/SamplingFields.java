package io.orrery.wire;

import io.orrery.error.OrreryException;
import io.orrery.trace.Sampling;

/** Reads how tokens are chosen; what is left out has its default. */
public final class SamplingFields {
    private SamplingFields() {}

    /** @throws MalformedException where a setting makes no sense, with a sentence that says what does */
    public static Sampling read(Fields fields) throws MalformedException {
        var usual = Sampling.GREEDY;
        try {
            return new Sampling(
                    fields.has("temperature") ? fields.number("temperature") : usual.temperature(),
                    fields.has("topK") ? (int) Math.min(Integer.MAX_VALUE, fields.count("topK")) : usual.topK(),
                    fields.has("topP") ? fields.number("topP") : usual.topP(),
                    fields.has("seed") ? fields.count("seed") : usual.seed());
        } catch (OrreryException e) {
            throw new MalformedException(e.getMessage());
        }
    }
}
