package io.orrery.bench;

import io.orrery.model.gguf.GgufType;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static final int WARMUPS = 5;

    /** A token of a small model takes some milliseconds, and its processor time has that of the JIT compiler until it is done. */
    private static final int WARMUP_MS = 4000;

    private static final String FIXTURE = "smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--smollm2",
            paramLabel = "FILE",
            description = "A SmolLM2-135M file (.gguf) to open and trace. By default the one under ORRERY_FIXTURES"
                    + " (../shared/fixtures), if present.")
    private String smollm2;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "NAME",
            description = "Any of gpt2, smollm2-135m, llama-3.2-1b. All by default.")
    private List<String> shapes = List.of();

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Types of the matrices: F32, BF16 or a quantised type of GGUF. By default ${DEFAULT-VALUE}.",
            defaultValue = "F32,BF16,Q8_0,Q4_1")
    private List<GgufType> types;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of each engine. By default 2.",
            defaultValue = "2")
    private int threads;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Measured runs of each. By default 15.",
            defaultValue = "15")
    private int runs;

    @Option(names = "--no-baseline", description = "Do not download and measure llama.cpp.")
    private boolean alone;

    @Override
    public Integer call() throws IOException {
        var err = spec.commandLine().getErr();
        var measured = Stream.of(Shape.GPT2, Shape.SMOLLM2, Shape.LLAMA)
                .filter(shape -> shapes.isEmpty() || shapes.contains(shape.name()))
                .toList();
        var timing = new Timing(WARMUPS, WARMUP_MS, runs);
        var figures = new EngineFigures(measured, types, POSITIONS, threads, timing, smollm2(), !alone, remark -> {
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
