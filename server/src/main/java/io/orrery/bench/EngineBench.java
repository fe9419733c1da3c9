package io.orrery.bench;

import io.orrery.wire.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code orrery bench engine}: how long a trace takes. */
@Command(
        name = "engine",
        description = "Measures how long traces take, and prints one JSON object.",
        mixinStandardHelpOptions = true)
final class EngineBench implements Callable<Integer> {
    /** The shortest trace that fills the kernels' four-row passes many times over, and as long as people's prompts. */
    private static final int POSITIONS = 32;

    private static final Timing TIMING = new Timing(5, 15);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var figures = new EngineFigures(Gpt2Shapes.GPT2_124M, POSITIONS, TIMING);
        spec.commandLine().getOut().println(Json.write(figures.measure()));
        return 0;
    }
}
