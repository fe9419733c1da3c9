package io.orrery.cli;

import io.orrery.graph.Node;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery trace}: runs a model over a text and writes all activations to a file. */
@Command(
        name = "trace",
        description = "Runs a model over a text and writes every activation, by its hook name, as float32.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @ArgGroup(multiplicity = "1")
    private TextOptions text;

    @Option(
            names = "--set",
            arity = "1..*",
            paramLabel = "CHANGE",
            description =
                    "Change the model while it runs, as in \"orrery why change --set\"; may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Mixin
    private WrittenFile written;

    @Override
    public Integer call() throws IOException {
        Path file = written.path();
        var opened = model.open();
        var tokens = text.tokens(opened.tokenizer());
        var parsed = Changes.canonical(opened.graph(), Changes.parse(changes));
        Changes.checkPositions(parsed, tokens.size());
        var recipe = new Recipe(opened.id(), tokens, parsed);
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            var traces = new Traces(MemoryBudget.unlimited(), workers, Runnable::run);
            traces.offer(new RunnableModel(
                    opened.id(),
                    opened.graph(),
                    opened.weights(),
                    () -> References.of(
                            opened.preset().references(),
                            opened.tokenizer(),
                            opened.graph().sizes().n_ctx())));
            var trace = traces.trace(recipe, Requester.of("command line")).join();
            var tensors = tensors(trace);
            write(trace, tensors, file);
            report(trace, tensors.size(), file);
        }
        return 0;
    }

    /** All nodes that depend on the text, by name and alias. */
    private static Map<String, Node> tensors(Trace trace) {
        Map<String, Node> tensors = new LinkedHashMap<>();
        trace.graph().nodes().stream().filter(node -> !node.constant()).forEach(node -> tensors.put(node.name(), node));
        trace.graph().aliases().keySet().stream()
                .sorted()
                .forEach(alias -> tensors.put(alias, trace.graph().node(alias).orElseThrow()));
        return tensors;
    }

    private void write(Trace trace, Map<String, Node> tensors, Path file) throws IOException {
        var writer =
                new SafetensorsWriter(Map.of("tokens", trace.recipe().tokens().toString()));
        var progress = new ProgressBar(spec.commandLine().getErr(), "Writing");
        for (var tensor : tensors.entrySet()) {
            var node = tensor.getValue();
            var shape = node.layout(trace.graph().sizes(), trace.positions()).shape();
            writer.addPieces(tensor.getKey(), shape, () -> {
                progress.next(tensors.size());
                var values = trace.tensor(node);
                return IntStream.range(0, shape[0]).mapToObj(i -> values.toArray(0, i, i + 1));
            });
        }
        try {
            writer.write(file);
        } finally {
            progress.end();
        }
    }

    private void report(Trace trace, int tensors, Path file) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("bytes", Files.size(file));
        object.put("tensors", tensors);
        object.put("tokens", trace.recipe().tokens());
        object.put("model", trace.recipe().model());
        if (trace.recipe().isChanged()) {
            object.put("changes", Changes.texts(trace.recipe().changes()));
        }
        written.report(object, "Wrote %d tensors over %d tokens to %s.".formatted(tensors, trace.positions(), file));
    }
}
