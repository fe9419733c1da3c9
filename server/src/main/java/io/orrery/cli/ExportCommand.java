package io.orrery.cli;

import io.orrery.error.OrreryException;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.trace.Sampling;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.file.Exports;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery export}: writes what is shown as one file that a browser opens without a server. */
@Command(
        name = "export",
        description =
                "Writes a step with its machine, its numbers and its cells' cards as one .html file, which opens by a"
                        + " double click, without a server and without a network.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private ModelsOption downloaded;

    @ArgGroup(multiplicity = "1")
    private TextOptions text;

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description = "The step at which the file opens, such as blocks.0.attn.pattern. By default the first.")
    private String step;

    @Option(
            names = "--generate",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many tokens the model adds to the text, the most probable each. By default none.")
    private int generated;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .html file to write.")
    private Path out;

    @Option(names = "--json", description = "Describe the written file as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        LogFormat.quiet();
        var options = new ServerOptions(
                "127.0.0.1",
                0,
                List.of(downloaded.found(model.reference())),
                Optional.empty(),
                Hosting.TEMPORARY,
                Optional.empty(),
                false);
        Exports.Made made;
        try (var server = Server.start(options)) {
            made = server.exports().step(run(server.library()), Optional.ofNullable(step));
        }
        Files.write(out, made.html());
        report(made);
        return 0;
    }

    private TraceSummary run(Library library) {
        Model first = library.catalog().models().get(0);
        int[] tokens = text.tokens(first.tokenizer()).stream().mapToInt(i -> i).toArray();
        TraceSummary run = computed(library.tokens(first, tokens));
        for (int i = 0; i < generated; i++) {
            run = computed(library.generate(run.id(), Sampling.GREEDY));
        }
        return run;
    }

    private static TraceSummary computed(CompletableFuture<TraceSummary> run) {
        try {
            return run.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OrreryException refused ? refused : e;
        }
    }

    private void report(Exports.Made made) throws IOException {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", out.toString());
            object.put("bytes", made.html().length);
            object.put("parts", made.parts());
            JsonOutput.print(spec.commandLine().getOut(), object);
        } else {
            spec.commandLine()
                    .getOut()
                    .println("Wrote %,d bytes to %s. It opens in a browser, without a server."
                            .formatted(made.html().length, out));
        }
    }
}
