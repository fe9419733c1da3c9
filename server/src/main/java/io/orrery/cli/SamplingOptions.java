package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.trace.Sampling;
import java.util.Random;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for sampling the next token. */
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
            description = "Draw only from the most probable tokens whose probabilities add up to P.")
    private Double topP;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed draws the same tokens.")
    private Long seed;

    /** The sampling parameters. Without {@code --seed} the seed is random. */
    Sampling sampling() {
        if (topK != null && topK < 1) {
            throw BadArgument.of(command.commandLine(), new CommandLineError.OptionTooSmall("--top-k", 1, topK));
        }
        try {
            return new Sampling(
                    temperature,
                    topK == null ? 0 : topK,
                    topP == null ? 1 : topP,
                    seed == null ? new Random().nextLong(Sampling.LARGEST_SEED) : seed);
        } catch (OrreryException e) {
            if (e.error() instanceof LibraryError.UnusableSampling unusable) {
                throw BadArgument.of(
                        command.commandLine(),
                        new CommandLineError.UnusableSamplingOption(unusable.setting(), unusable.value()));
            }
            throw e;
        }
    }
}
