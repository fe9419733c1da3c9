package io.orrery.graph.op;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How fast each pair of dimensions turns from one position to the next (Su et al. 2021, arXiv:2104.09864).
 *
 * @param theta the base of the geometric series of wavelengths
 * @param scaling how slow pairs are slowed further for longer contexts; empty for no scaling
 */
public record Rotary(double theta, Optional<Llama3Scaling> scaling) {

    /**
     * The scaling of Llama 3.1 (Grattafiori et al. 2024, arXiv:2407.21783): a pair that turns at least
     * {@code highFreqFactor} times within {@code originalContext} stays as it is, one that turns less than
     * {@code lowFreqFactor} times is slowed by {@code factor}, and between them one passes smoothly into the other.
     */
    public record Llama3Scaling(double factor, double lowFreqFactor, double highFreqFactor, int originalContext) {
        private double scaled(double frequency) {
            double turns = originalContext * frequency / (2 * Math.PI);
            double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
            kept = Math.max(0, Math.min(1, kept));
            return kept * frequency + (1 - kept) * frequency / factor;
        }
    }

    /** Without scaling. */
    public static Rotary of(double theta) {
        return new Rotary(theta, Optional.empty());
    }

    /** Radians that the pair {@code i}, of d_head / 2, turns for each position. */
    public double frequency(int i, int dHead) {
        double frequency = Math.pow(theta, -2.0 * i / dHead);
        return scaling.map(by -> by.scaled(frequency)).orElse(frequency);
    }

    /** The parameters in the graph's JSON. */
    Map<String, Object> params() {
        var params = new LinkedHashMap<String, Object>();
        params.put("theta", theta);
        scaling.ifPresent(by -> {
            params.put("factor", by.factor());
            params.put("low_freq_factor", by.lowFreqFactor());
            params.put("high_freq_factor", by.highFreqFactor());
            params.put("original_n_ctx", by.originalContext());
        });
        return params;
    }
}
