package io.orrery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Sizes;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures the engine on this machine, and llama.cpp on a model of the same shapes.
 *
 * @param sizes shapes of the GPT-2 that is measured
 * @param positions length of the text, in tokens
 * @param timing number of runs
 * @param smollm2 a SmolLM2 file, if available
 * @param compared whether llama.cpp is measured, too
 * @param remarks receives a sentence for each part that is not measured
 */
record EngineFigures(
        Sizes sizes, int positions, Timing timing, Optional<Path> smollm2, boolean compared, Consumer<String> remarks) {
    private static final long SECONDS = 120;

    Map<String, Object> measure() throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("gpt2", new Gpt2Shapes(sizes, positions).measured(timing));
        if (smollm2.isPresent()) {
            figures.put("smollm2", opened(smollm2.get()));
        } else {
            remarks.accept("SmolLM2 was not found, so it is not measured; see --smollm2.");
        }
        if (compared) {
            try {
                figures.put("baseline", new LlamaCpp(sizes, positions, timing).measured());
            } catch (IOException e) {
                remarks.accept("llama.cpp cannot be run, so there is no baseline: " + e.getMessage() + ".");
            }
        }
        return figures;
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
