package io.orrery.browser;

import io.orrery.cli.CommandLineRun;
import io.orrery.model.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tensors that {@code orrery trace} wrote for a text. */
final class TraceFile {
    private final Map<String, float[]> tensors = new HashMap<>();
    private final Map<String, int[]> shapes = new HashMap<>();

    private TraceFile() {}

    static TraceFile of(String model, List<Integer> tokens, Path folder) throws IOException {
        String text = tokens.stream().map(String::valueOf).collect(Collectors.joining(","));
        Path file = folder.resolve("trace-" + text.replace(',', '-') + ".safetensors");
        var run = CommandLineRun.of("trace", "--model", model, "--tokens", text, "--out", file.toString());
        if (run.code() != 0) {
            throw new IllegalStateException("orrery trace failed: " + run);
        }
        var trace = new TraceFile();
        try (var read = Safetensors.open(file)) {
            for (String name : read.names()) {
                trace.tensors.put(name, read.read(name));
                trace.shapes.put(name, read.shape(name));
            }
        }
        return trace;
    }

    /** The values, row-major; masked ones are −∞. */
    float[] tensor(String name) {
        float[] tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("orrery trace wrote no " + name);
        }
        return tensor;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    int[] shape(String name) {
        return shapes.get(name).clone();
    }
}
