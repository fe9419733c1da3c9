package io.orrery.cli;

import io.orrery.trace.Sampler;
import java.util.Random;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the next token is chosen. */
final class SamplingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 (the default) always takes the most probable token; 1 draws by the model's probabilities.")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw from the K most probable tokens only.")
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw only from the most probable tokens that have the probability P together.")
    private Double topP;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed draws the same tokens.")
    private Long seed;

    Sampler sampler() {
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw bad("--temperature must be a number from 0, not " + temperature);
        }
        if (topK != null && topK < 1) {
            throw bad("--top-k must be at least 1, not " + topK);
        }
        if (topP != null && !(topP > 0 && topP <= 1)) {
            throw bad("--top-p must be more than 0 and at most 1, not " + topP);
        }
        return new Sampler(temperature, topK == null ? Integer.MAX_VALUE : topK, topP == null ? 1 : topP);
    }

    RandomGenerator random() {
        return seed == null ? new Random() : new Random(seed);
    }

    private ParameterException bad(String what) {
        return new ParameterException(command.commandLine(), what);
    }
}
