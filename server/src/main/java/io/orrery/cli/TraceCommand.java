package io.orrery.cli;

import io.orrery.error.OrreryException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    @Mixin
    private ModelsOption downloaded;

    @ArgGroup(multiplicity = "1")
    private TextOptions text;

    @Option(
            names = "--set",
            arity = "1..*",
            paramLabel = "CHANGE",
            description =
                    "Change the model while it runs, as in \"orrery why change --set\"; may be given several times.")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The safetensors file to write.")
    private String out;

    @Option(names = "--json", description = "Describe the written file as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var file = Path.of(out);
        var opened = model.open(downloaded);
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
            var trace = computed(traces.trace(recipe, Requester.of("command line")));
            var tensors = tensors(trace);
            write(trace, tensors, file);
            report(trace, tensors.size(), file);
        }
        return 0;
    }

    /** Waits for a trace, whose changes may turn out to be impossible. */
    private static Trace computed(CompletableFuture<Trace> trace) {
        try {
            return trace.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OrreryException refused ? refused : e;
        }
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
            writer.add(tensor.getKey(), shape, () -> {
                progress.next(tensors.size());
                return trace.tensor(node).toArray();
            });
        }
        try {
            writer.write(file);
        } finally {
            progress.end();
        }
    }

    private void report(Trace trace, int tensors, Path file) throws IOException {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("bytes", Files.size(file));
            object.put("tensors", tensors);
            object.put("tokens", trace.recipe().tokens());
            object.put("model", trace.recipe().model());
            if (trace.recipe().isChanged()) {
                object.put("changes", Changes.texts(trace.recipe().changes()));
            }
            JsonOutput.print(spec.commandLine().getOut(), object);
        } else {
            spec.commandLine()
                    .getOut()
                    .println("Wrote %d tensors over %d tokens to %s.".formatted(tensors, trace.positions(), file));
        }
    }
}
