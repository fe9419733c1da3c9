package io.orrery.bench;

import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery-bench engine}: measures how long a trace takes to compute. */
@Command(
        name = "engine",
        description = "Measures how long traces take, in Orrery and in llama.cpp, and prints one JSON object.",
        mixinStandardHelpOptions = true)
final class EngineBench implements Callable<Integer> {
    /**
     * Length of the traced text, in tokens. As long as a typical prompt, and long enough that the cost of single rows
     * does not dominate.
     */
    private static final int POSITIONS = 32;

    private static final Timing TIMING = new Timing(5, 15);
    private static final String FIXTURE = "smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--smollm2",
            paramLabel = "FILE",
            description = "A SmolLM2-135M file (.gguf) to open and trace. By default the one under ORRERY_FIXTURES"
                    + " (../shared/fixtures), if present.")
    private String smollm2;

    @Option(names = "--no-baseline", description = "Do not download and measure llama.cpp.")
    private boolean alone;

    @Override
    public Integer call() throws IOException {
        var err = spec.commandLine().getErr();
        var figures = new EngineFigures(Gpt2Shapes.GPT2_124M, POSITIONS, TIMING, smollm2(), !alone, remark -> {
            err.println(remark);
            err.flush();
        });
        spec.commandLine().getOut().println(Json.write(figures.measure()));
        return 0;
    }

    private Optional<Path> smollm2() {
        if (smollm2 != null) {
            return Optional.of(Path.of(smollm2));
        }
        var named = Optional.ofNullable(System.getenv("ORRERY_FIXTURES")).stream();
        return Stream.concat(named, Stream.of("../shared/fixtures"))
                .map(folder -> Path.of(folder, FIXTURE))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
