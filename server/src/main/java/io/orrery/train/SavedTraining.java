package io.orrery.train;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.model.config.ContentId;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a training goes on from, kept in a safetensors file. The numbers are written as they are, so a resumed
 * training ends with the same weights as one that was not interrupted.
 *
 * @param step steps made so far
 * @param recentLoss moving average of the batch loss, in nats
 * @param parameters by name
 * @param moments the optimiser's, by parameter name
 * @param best the best weights so far
 * @param intermediate the checkpoints so far
 */
record SavedTraining(
        int step,
        double recentLoss,
        Map<String, Tensor> parameters,
        Map<String, Adam.Moments> moments,
        Training.Checkpoint best,
        List<Training.Checkpoint> intermediate) {
    static final String NAME = "training.safetensors";

    /** Replaces the file only when the new one is complete. */
    void write(Path file, Graph graph, long seed, int steps) throws IOException {
        var about = new LinkedHashMap<String, String>();
        about.put("model", model(graph));
        about.put("seed", Long.toString(seed));
        about.put("steps", Integer.toString(steps));
        about.put("step", Integer.toString(step));
        about.put("recentLoss", Double.toString(recentLoss));
        about.put("best", Integer.toString(best.step()));
        about.put(
                "checkpoints",
                String.join(
                        " ",
                        intermediate.stream()
                                .map(saved -> Integer.toString(saved.step()))
                                .toList()));
        var writer = new SafetensorsWriter(about);
        add(writer, "parameters", parameters);
        for (String name : parameters.keySet()) {
            add(writer, "first", name, moments.get(name).first());
            add(writer, "second", name, moments.get(name).second());
        }
        add(writer, "best", best.weights());
        intermediate.forEach(saved -> add(writer, "checkpoint-" + saved.step(), saved.weights()));
        writer.write(file);
    }

    /**
     * Reads the state of a training.
     *
     * @throws OrreryException if there is none, or if it is of a training with another model, seed or number of steps
     */
    static SavedTraining read(Path file, Graph graph, long seed, int steps) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new OrreryException(new CommandLineError.NothingToResume(file.toString()));
        }
        try (var saved = Safetensors.open(file)) {
            var about = saved.metadata();
            if (!about.getOrDefault("model", "").equals(model(graph))
                    || !about.getOrDefault("seed", "").equals(Long.toString(seed))
                    || !about.getOrDefault("steps", "").equals(Integer.toString(steps))) {
                throw new OrreryException(new CommandLineError.CannotResume(file.toString()));
            }
            Map<String, Adam.Moments> moments = new LinkedHashMap<>();
            for (Node node : graph.weights()) {
                moments.put(
                        node.name(),
                        new Adam.Moments(
                                tensor(saved, "first", node, graph, file), tensor(saved, "second", node, graph, file)));
            }
            List<Training.Checkpoint> intermediate = new ArrayList<>();
            for (String step : about.get("checkpoints").split(" ")) {
                if (!step.isEmpty()) {
                    intermediate.add(new Training.Checkpoint(
                            Integer.parseInt(step), tensors(saved, "checkpoint-" + step, graph, file)));
                }
            }
            return new SavedTraining(
                    Integer.parseInt(about.get("step")),
                    Double.parseDouble(about.get("recentLoss")),
                    tensors(saved, "parameters", graph, file),
                    moments,
                    new Training.Checkpoint(Integer.parseInt(about.get("best")), tensors(saved, "best", graph, file)),
                    intermediate);
        }
    }

    /** A hash of how the model is computed: two with the same weights may differ in that. */
    private static String model(Graph graph) {
        return ContentId.of(graph.declaration().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(SafetensorsWriter writer, String kind, Map<String, Tensor> tensors) {
        // In the order of the names, so that the same state gives the same file.
        tensors.keySet().stream().sorted().forEach(name -> add(writer, kind, name, tensors.get(name)));
    }

    /** As its rows, one after the other. */
    private static void add(SafetensorsWriter writer, String kind, String name, Tensor tensor) {
        writer.add(kind + "/" + name, new int[] {(int) tensor.layout().cells()}, () -> {
            var values = new float[(int) tensor.layout().cells()];
            int at = 0;
            for (float[] row : tensor.rows()) {
                System.arraycopy(row, 0, values, at, row.length);
                at += row.length;
            }
            return values;
        });
    }

    private static Map<String, Tensor> tensors(Safetensors saved, String kind, Graph graph, Path file)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Node node : graph.weights()) {
            tensors.put(node.name(), tensor(saved, kind, node, graph, file));
        }
        return tensors;
    }

    private static Tensor tensor(Safetensors saved, String kind, Node node, Graph graph, Path file) throws IOException {
        var name = kind + "/" + node.name();
        var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
        if (!saved.names().contains(name)
                || saved.shape(name).length != 1
                || saved.shape(name)[0] != tensor.layout().cells()) {
            throw new OrreryException(new CommandLineError.CannotResume(file.toString()));
        }
        float[] values = saved.read(name);
        int at = 0;
        for (float[] row : tensor.rows()) {
            System.arraycopy(values, at, row, 0, row.length);
            at += row.length;
        }
        return tensor;
    }
}
