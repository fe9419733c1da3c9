package io.orrery.cli.why;

import io.orrery.cli.JsonOutput;
import io.orrery.cli.ModelOption;
import io.orrery.cli.ModelsOption;
import io.orrery.cli.ProgressBar;
import io.orrery.lab.Progress;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all questions have in common: a model, and an answer as JSON or in words. */
@Command(mixinStandardHelpOptions = true)
abstract class ToolCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private ModelsOption downloaded;

    @Option(names = "--json", description = "Print the answer as one JSON object.")
    private boolean json;

    @Override
    public final Integer call() throws IOException {
        var opened = model.open(downloaded);
        var out = spec.commandLine().getOut();
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            var answer = answer(opened, workers);
            if (json) {
                JsonOutput.print(out, answer);
            } else {
                print(answer, opened, out);
            }
        }
        return 0;
    }

    /** Measures. */
    abstract Map<String, Object> answer(Model opened, Workers workers) throws IOException;

    /** Prints the answer for people. */
    abstract void print(Map<String, Object> answer, Model opened, PrintWriter out);

    CommandSpec spec() {
        return spec;
    }

    static RunnableModel runnable(Model opened) {
        return new RunnableModel(opened.id(), opened.graph(), opened.weights());
    }

    /** Measures something with a progress bar. */
    <T> T watched(String label, Function<Progress, T> measurement) {
        var bar = new ProgressBar(spec.commandLine().getErr(), label);
        try {
            return measurement.apply((done, all) -> bar.at(done, all, ""));
        } finally {
            bar.end();
        }
    }
}
