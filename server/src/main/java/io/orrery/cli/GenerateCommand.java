package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery generate}: continues a text. */
@Command(
        name = "generate",
        description = "Continues a text and prints only the continuation.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    /** Enough for a sentence. */
    private static final int DEFAULT_TOKENS = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @ArgGroup(multiplicity = "1")
    private TextOptions text;

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

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens. By default 20, or as many as fit into the model's context.")
    private Integer maxTokens;

    @Option(names = "--ignore-eos", description = "Continue after an end-of-text token.")
    private boolean ignoreEnd;

    @Option(names = "--json", description = "Print the text and its tokens as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var chosenBy = sampling();
        var opened = model.open();
        var tokens = text.tokens(opened.tokenizer());
        int most = most(opened, tokens.size());
        var end = Set.copyOf(opened.config().endOfText());
        var continuation = new Continuation(chosenBy, ignoreEnd ? Set.of() : end);
        var runnable = new RunnableModel(opened.id(), opened.graph(), opened.weights());
        var progress = new ProgressBar(spec.commandLine().getErr(), "Generating");
        List<Integer> generated;
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            generated = continuation.of(runnable, tokens, most, workers, token -> progress.next(most));
        } finally {
            progress.end();
        }
        report(generated, opened, end);
        return 0;
    }

    /** The sampling parameters. Without {@code --seed} the seed is random. */
    private Sampling sampling() {
        if (topK != null && topK < 1) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.OptionTooSmall("--top-k", 1, topK));
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
                        spec.commandLine(),
                        new CommandLineError.UnusableSamplingOption(unusable.setting(), unusable.value()));
            }
            throw e;
        }
    }

    private int most(Model opened, int length) {
        if (maxTokens == null) {
            return Math.max(1, Math.min(DEFAULT_TOKENS, opened.graph().sizes().n_ctx() - length + 1));
        }
        if (maxTokens < 1) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.OptionTooSmall("--max-tokens", 1, maxTokens));
        }
        return maxTokens;
    }

    private void report(List<Integer> tokens, Model opened, Set<Integer> end) throws IOException {
        int[] shown = tokens.stream()
                .filter(token -> !end.contains(token))
                .mapToInt(token -> token)
                .toArray();
        var continuation = opened.tokenizer().decode(shown);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", continuation);
        object.put("tokens", tokens);
        JsonOutput.print(spec.commandLine().getOut(), json, object, continuation);
    }
}
