package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import io.orrery.trace.Continuation;
import io.orrery.trace.RunnableModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Mixin
    private SamplingOptions sampling;

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
        var chosenBy = sampling.sampling();
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
