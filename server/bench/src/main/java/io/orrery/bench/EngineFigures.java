package io.orrery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.gguf.GgufType;
import io.orrery.picture.TemporaryFolder;
import io.orrery.tensor.Vectors;
import io.orrery.tensor.Workers;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures the engine on this machine, and llama.cpp with the same models, in turns.
 *
 * @param shapes of the models that are measured
 * @param types of their matrices
 * @param positions length of the text, in tokens
 * @param threads of each engine
 * @param timing number of runs
 * @param smollm2 a SmolLM2 file, if available
 * @param compared whether llama.cpp is measured, too
 * @param remarks receives a sentence for each part that is not measured
 */
record EngineFigures(
        List<Shape> shapes,
        List<GgufType> types,
        int positions,
        int threads,
        Timing timing,
        Optional<Path> smollm2,
        boolean compared,
        Consumer<String> remarks) {
    private static final long SECONDS = 120;
    private static final long POLL_NANOS = 10_000_000;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    Map<String, Object> measure() throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("machine", machine());
        figures.put("threads", threads);
        try (var folder = TemporaryFolder.named("orrery-bench")) {
            if (compared) {
                try (var peer = LlamaCpp.install()) {
                    figures.put("peer", LlamaCpp.NAME);
                    measure(folder.folder(), Optional.of(peer), figures);
                } catch (IOException e) {
                    remarks.accept("llama.cpp cannot be run, so there is no comparison: " + e.getMessage() + ".");
                }
            }
            if (!figures.containsKey("peer")) {
                measure(folder.folder(), Optional.empty(), figures);
            }
        }
        if (smollm2.isPresent()) {
            figures.put("opened", opened(smollm2.get()));
        } else {
            remarks.accept("SmolLM2 was not found, so it is not measured; see --smollm2.");
        }
        figures.put("vectors", Vectors.state().name());
        return figures;
    }

    /** Waits while the loops of the vector module are compiled, if there are some. */
    private static void awaitCompiled() {
        while (Vectors.state() == Vectors.State.COMPILING) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static Map<String, String> machine() throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        String processor = System.getProperty("os.arch");
        if (Files.isReadable(PROCESSORS)) {
            processor = Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        }
        machine.put("processor", processor);
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("java", System.getProperty("java.vm.version"));
        return machine;
    }

    private void measure(Path folder, Optional<LlamaCpp> peer, Map<String, Object> figures) throws IOException {
        for (Shape shape : shapes) {
            Map<String, Object> byType = new LinkedHashMap<>();
            for (GgufType type : types) {
                var file = folder.resolve("model.gguf");
                try {
                    RandomGguf.write(shape, type, file);
                    byType.put(type.name(), measured(shape, type, file, peer));
                } catch (OrreryException e) {
                    remarks.accept("%s in %s is not measured: %s".formatted(shape.name(), type, e.getMessage()));
                } finally {
                    Files.deleteIfExists(file);
                }
            }
            figures.put(shape.name(), byType);
        }
    }

    /** {@code {"prefillMs", "nextTokenMs"}}, each with its ratios to the peer, if there is one. All activations are kept. */
    private Map<String, Object> measured(Shape shape, GgufType type, Path file, Optional<LlamaCpp> peer)
            throws IOException {
        var model = shape.open(file, type);
        int[] text = IntStream.rangeClosed(0, positions)
                .map(i -> 7919 * i % shape.sizes().d_vocab())
                .toArray();
        int[] prompt = Arrays.copyOf(text, positions);
        Map<String, Object> figures = new LinkedHashMap<>();
        try (var workers = new Workers(threads)) {
            var none = Activations.none(model.graph(), model.weights(), new Run(new int[0], workers));
            var grown = none.grow(prompt);
            awaitCompiled();
            Runnable prefill = () -> none.grow(prompt);
            Runnable next = () -> grown.grow(text);
            if (peer.isEmpty()) {
                figures.put("prefillMs", timing.milliseconds(prefill));
                figures.put("nextTokenMs", timing.milliseconds(next));
                return figures;
            }
            try (var loaded = peer.get().load(file, positions, threads)) {
                put(figures, "prefill", timing.against(loaded::prefill, prefill));
                put(figures, "nextToken", timing.against(loaded::nextToken, next));
            }
        }
        return figures;
    }

    private static void put(Map<String, Object> figures, String name, Timing.Compared times) {
        figures.put(name + "Ms", times.ms());
        figures.put(name + "Ratio", times.ratio());
        figures.put(name + "CpuRatio", times.cpuRatio());
    }

    /**
     * Measures in a new process, twice, and returns the second result: the first run brings the file into the page
     * cache.
     */
    private JsonNode opened(Path file) throws IOException {
        var program = new Program(Path.of("").toAbsolutePath(), SECONDS);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndTrace.class.getName(),
                file.toAbsolutePath().toString(),
                Integer.toString(positions));
        program.run(command);
        try {
            return Json.read(program.run(command).strip());
        } catch (MalformedException e) {
            throw new IOException(file + " could not be measured", e);
        }
    }
}
