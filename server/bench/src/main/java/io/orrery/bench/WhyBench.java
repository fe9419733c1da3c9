package io.orrery.bench;

import io.orrery.bench.fanout.WhyRoom;
import io.orrery.model.Presets;
import io.orrery.trace.RunnableModel;
import io.orrery.wire.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery-bench why}: measures what the answers of {@code orrery why} cost. */
@Command(
        name = "why",
        description = "Measures what answers to questions of why cost, compared with a forward pass.",
        mixinStandardHelpOptions = true)
final class WhyBench implements Callable<Integer> {
    /** As long as a typical prompt. */
    private static final int POSITIONS = 32;

    /** For each measured run, at least: two seconds for five, after which answers of half a millisecond are fully compiled. */
    private static final int WARMUP_MS = 400;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "tiny-tales",
            description = "A preset's id, a folder or a .gguf file; by default ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Each time is the median of N runs, after as many that are not measured, for at least N times 0.4 s; by default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--room",
            paramLabel = "N",
            description =
                    "Measures a room of N pages with tiny-tales instead: until the last has an answer. Needs Linux.")
    private int room;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (room < 0) {
            throw new ParameterException(spec.commandLine(), "--room must not be negative, and is " + room);
        }
        if (room > 0) {
            spec.commandLine().getOut().println(Json.write(WhyRoom.measure(room, runs, runs)));
            return 0;
        }
        var opened = Presets.open(model);
        var runnable = new RunnableModel(opened.id(), opened.graph(), opened.weights());
        int measured = Math.max(1, runs);
        var timing = new Timing(measured, measured * WARMUP_MS, measured);
        spec.commandLine().getOut().println(Json.write(new WhyFigures(runnable, POSITIONS, timing).measure()));
        return 0;
    }
}
