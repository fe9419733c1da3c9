package io.orrery.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersThatDifferTest {
    @TempDir
    Path folder;

    @Test
    void weightsOfLayersThatDifferAreReadFromAFile() throws IOException {
        var graph = new Graph(AlternatingModel.declare());
        var weights = AlternatingModel.randomWeights(graph, new Random(4));
        Path path = folder.resolve("model.safetensors");
        var writer = new SafetensorsWriter(Map.of());
        for (Node node : graph.weights()) {
            float[][] rows = weights.get(node.name()).rows();
            writer.add(node.name(), shape(rows), () -> flattened(rows));
        }
        writer.write(path);
        var stored = graph.weights().stream()
                .map(node -> new StoredTensor(
                        node.name(), shape(weights.get(node.name()).rows()), false, List.of(node.name())))
                .toList();
        var checkpoint = new Checkpoint(
                "Alternating", "", "embed.W_E", "unembed.W_U", Pattern.compile("none"), "the test", stored);
        try (var file = Safetensors.open(path)) {
            checkpoint.check(file);
            var read =
                    WeightReader.read(file, checkpoint, graph, Adapter.none()).weights();
            for (Node node : graph.weights()) {
                assertThat(read.get(node).rows())
                        .as(node.name())
                        .isDeepEqualTo(weights.get(node.name()).rows());
            }
        }
    }

    private static int[] shape(float[]... rows) {
        return rows.length == 1 ? new int[] {rows[0].length} : new int[] {rows.length, rows[0].length};
    }

    private static float[] flattened(float[]... rows) {
        var all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }
}
