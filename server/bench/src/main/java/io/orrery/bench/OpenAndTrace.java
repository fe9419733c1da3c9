package io.orrery.bench;

import io.orrery.graph.Activations;
import io.orrery.graph.Run;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Main class of a separate process that opens a model and traces a text, as a starting server does. Measures how long
 * both take, and the peak memory of the process.
 */
public final class OpenAndTrace {
    private static final double NANOS_PER_MS = 1e6;
    private static final int KIB_PER_MIB = 1024;
    private static final Path STATUS = Path.of("/proc/self/status");

    private OpenAndTrace() {}

    /**
     * Prints {@code {"openMs", "traceMs", "rssMiB"}}.
     *
     * @param args the model file, and the length of the text in tokens
     */
    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        Model model = Presets.open(args[0]);
        long opened = System.nanoTime();
        int[] text = new int[Integer.parseInt(args[1])];
        Arrays.setAll(text, i -> (7919 * i) % model.graph().sizes().d_vocab());
        long traced;
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            long begun = System.nanoTime();
            Activations.compute(model.graph(), model.weights(), new Run(text, workers));
            traced = System.nanoTime() - begun;
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("openMs", Timing.rounded((opened - start) / NANOS_PER_MS));
        figures.put("traceMs", Timing.rounded(traced / NANOS_PER_MS));
        figures.put("rssMiB", peakResidentMib());
        System.out.println(Json.write(figures));
    }

    /** Peak resident memory of this process, in MiB; 0 if the system does not report it. */
    private static long peakResidentMib() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
                .findFirst()
                .orElse(0);
    }
}
