package io.orrery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Sizes;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures llama.cpp on a model of the same shapes, through node-llama-cpp. npm installs the package, pinned by the
 * lockfile next to the script, into a temporary folder. Install scripts are disabled.
 */
record LlamaCpp(Sizes sizes, int positions, Timing timing) {
    private static final String NAME = "node-llama-cpp 3.22.1";
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "measure.mjs");
    private static final long SECONDS = 600;

    /**
     * {@code {"name", "gpt2": {…}}}.
     *
     * @throws IOException if Node.js or npm is missing, or the package cannot be installed
     */
    Map<String, Object> measured() throws IOException {
        Path folder = Files.createTempDirectory("orrery-bench");
        try {
            for (var file : FILES) {
                try (var in = LlamaCpp.class.getResourceAsStream("llama-cpp/" + file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
            var program = new Program(folder, SECONDS);
            program.run(List.of("npm", "install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"));
            GgufGpt2.write(sizes, folder.resolve("model.gguf"));
            String printed = program.run(List.of(
                    "node",
                    "measure.mjs",
                    "model.gguf",
                    Integer.toString(positions),
                    Integer.toString(timing.warmups()),
                    Integer.toString(timing.runs())));
            Map<String, Object> baseline = new LinkedHashMap<>();
            baseline.put("name", NAME);
            baseline.put("gpt2", lastObject(printed));
            return baseline;
        } finally {
            remove(folder);
        }
    }

    private static JsonNode lastObject(String printed) throws IOException {
        String[] lines = printed.strip().split("\n");
        try {
            return Json.read(lines[lines.length - 1]);
        } catch (MalformedException e) {
            throw new IOException("measure.mjs printed no JSON", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
