package io.orrery.graph.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast each pair of dimensions turns from one position to the next (Su et al. 2021, arXiv:2104.09864).
 *
 * @param theta the base of the geometric series of wavelengths
 * @param scaling how slow pairs are slowed further for longer contexts; empty for no scaling
 */
public record Rotary(double theta, Optional<Scaling> scaling) {
    /** How pairs are slowed. */
    public sealed interface Scaling permits Llama3Scaling, Divisors {
        /**
         * The slowed frequency.
         *
         * @param frequency radians that the pair {@code i} turns for each position without scaling
         */
        double scaled(double frequency, int i);

        /** Its parameters in the graph's JSON. */
        Map<String, Object> params();
    }

    /** A number for each pair that its frequency is divided by, as GGUF files of Llama 3.1 and later store them. */
    public record Divisors(List<Double> divisors) implements Scaling {
        public Divisors {
            divisors = List.copyOf(divisors);
        }

        @Override
        public double scaled(double frequency, int i) {
            return frequency / divisors.get(i);
        }

        @Override
        public Map<String, Object> params() {
            return Map.of("divisors", divisors);
        }
    }

    /**
     * The scaling of Llama 3.1 (Grattafiori et al. 2024, arXiv:2407.21783): a pair that turns at least
     * {@code highFreqFactor} times within {@code originalContext} stays as it is, one that turns less than
     * {@code lowFreqFactor} times is slowed by {@code factor}, and between them one passes smoothly into the other.
     */
    public record Llama3Scaling(double factor, double lowFreqFactor, double highFreqFactor, int originalContext)
            implements Scaling {
        @Override
        public double scaled(double frequency, int i) {
            double turns = originalContext * frequency / (2 * Math.PI);
            double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
            kept = Math.max(0, Math.min(1, kept));
            return kept * frequency + (1 - kept) * frequency / factor;
        }

        @Override
        public Map<String, Object> params() {
            var params = new LinkedHashMap<String, Object>();
            params.put("factor", factor);
            params.put("low_freq_factor", lowFreqFactor);
            params.put("high_freq_factor", highFreqFactor);
            params.put("original_n_ctx", originalContext);
            return params;
        }
    }

    /** Without scaling. */
    public static Rotary of(double theta) {
        return new Rotary(theta, Optional.empty());
    }

    /** Radians that the pair {@code i}, of d_head / 2, turns for each position. */
    public double frequency(int i, int dHead) {
        double frequency = Math.pow(theta, -2.0 * i / dHead);
        return scaling.map(by -> by.scaled(frequency, i)).orElse(frequency);
    }

    /** The parameters in the graph's JSON. */
    Map<String, Object> params() {
        var params = new LinkedHashMap<String, Object>();
        params.put("theta", theta);
        scaling.ifPresent(by -> params.putAll(by.params()));
        return params;
    }
}
