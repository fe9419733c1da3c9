package io.orrery.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Activations;
import io.orrery.graph.Frozen;
import io.orrery.graph.Gradients;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Weights;
import io.orrery.model.Fixtures;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.file.TensorFile;
import io.orrery.model.gguf.Gguf;
import io.orrery.model.gguf.GgufConfig;
import io.orrery.model.gguf.GgufTensors;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that stay as a file stores them, and the same numbers in a file of float32. */
class WeightsAsStoredTest {
    private static final int[] TEXT = {7, 300, 41, 5, 5, 120, 9};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"f16", "q8_0", "q4_0", "q4_1", "q4_k_m", "q6_k"})
    void theirTraceGradientsAndCellsAreThoseOfFloat32BitForBit(String type) throws IOException {
        try (var file = Gguf.open(Path.of(Fixtures.named("gguf/bpe-" + type).name()))) {
            LlamaConfig config = (LlamaConfig) GgufConfig.of(file);
            Graph graph = config.graph();
            Checkpoint names = GgufTensors.named(LlamaCheckpoint.of(config), config);
            TensorFile stored = GgufTensors.inOrder(file, names, config);
            Path widened = widened(stored, names, LlamaCheckpoint.of(config));
            try (var float32 = Safetensors.open(widened)) {
                Weights one =
                        WeightReader.read(stored, names, graph, Adapter.none()).weights();
                Weights other = WeightReader.read(float32, LlamaCheckpoint.of(config), graph, Adapter.none())
                        .weights();
                assertThat(bytes(graph, one)).isLessThan(bytes(graph, other) * 6 / 10);
                assertThat(WeightReader.bytes(stored, names, graph, Adapter.none()))
                        .isBetween(bytes(graph, one), bytes(graph, one) * 21 / 20);
                assertEqual(graph, one, other);

                Adapter adapter = adapter(config);
                Weights adapted =
                        WeightReader.read(stored, names, graph, adapter).weights();
                Node changed = graph.node("blocks.0.attn.W_Q").orElseThrow();
                assertThat(adapted.get(changed).stored()).isEmpty();
                assertThat(adapted.get(changed).toArray())
                        .isNotEqualTo(one.get(changed).toArray());
                assertEqual(
                        graph,
                        adapted,
                        WeightReader.read(float32, LlamaCheckpoint.of(config), graph, adapter)
                                .weights());
            }
        }
    }

    private static void assertEqual(Graph graph, Weights one, Weights other) {
        graph.nodes().stream().filter(Node::constant).forEach(node -> {
            assertSame(node, one.get(node), other.get(node));
            assertThat(one.get(node).colourScale()).isEqualTo(other.get(node).colourScale());
        });
        for (int threads = 1; threads <= 2; threads++) {
            try (var workers = new Workers(threads)) {
                // One token more is computed by another kernel than a text.
                var text = new Run(Arrays.copyOf(TEXT, TEXT.length - 1), workers);
                Activations a = Activations.compute(graph, one, text).grow(TEXT);
                Activations b = Activations.compute(graph, other, text).grow(TEXT);
                for (Node node : graph.nodes()) {
                    if (!node.constant()) {
                        assertSame(node, a.tensor(node), b.tensor(node));
                    }
                }
                assertThat(byEmbedding(graph, a)).isEqualTo(byEmbedding(graph, b));
            }
        }
    }

    private static void assertSame(Node node, Tensor one, Tensor other) {
        assertThat(Arrays.equals(one.toArray(), other.toArray()))
                .as(node.name())
                .isTrue();
    }

    private static float[] byEmbedding(Graph graph, Activations run) {
        Node logits = graph.node("logits").orElseThrow();
        var by = Tensor.zeros(run.layout(logits));
        by.rows()[TEXT.length - 1][17] = 1;
        by.rows()[TEXT.length - 2][40] = -0.5f;
        return Gradients.of(run, logits, by, Frozen.WEIGHTS)
                .by(graph.node("hook_embed").orElseThrow(), graph.sizes(), TEXT.length)
                .toArray();
    }

    private static long bytes(Graph graph, Weights weights) {
        return graph.weights().stream()
                .mapToLong(node -> weights.get(node).bytes())
                .sum();
    }

    /** The same numbers as float32, under Hugging Face's names. */
    private Path widened(TensorFile stored, Checkpoint names, Checkpoint huggingFace) throws IOException {
        var writer = new SafetensorsWriter(Map.of("format", "pt"));
        for (int i = 0; i < names.tensors().size(); i++) {
            String name = names.nameIn(stored, names.tensors().get(i));
            int[] shape = stored.shape(name);
            Supplier<float[]> numbers = () -> {
                var values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
                var encoding = stored.encoding(name);
                var raw = new byte[values.length / encoding.elements() * encoding.bytes()];
                try {
                    stored.read(name, 0, values.length, raw);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                encoding.decode(raw, 0, values.length / encoding.elements(), values, 0);
                return values;
            };
            writer.add(huggingFace.fullName(huggingFace.tensors().get(i)), shape, numbers);
        }
        Path file = folder.resolve("model.safetensors");
        writer.write(file);
        return file;
    }

    private Adapter adapter(LlamaConfig config) throws IOException {
        Path of = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(of.resolve(Adapter.CONFIG), """
                {"peft_type": "LORA", "bias": "none", "r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "down_proj"]}
                """);
        var random = new Random(1);
        var writer = new SafetensorsWriter(Map.of());
        int model = config.sizes().d_model();
        add(
                writer,
                "self_attn.q_proj",
                config.sizes().n_heads() * config.sizes().d_head(),
                model,
                random);
        add(writer, "mlp.down_proj", model, config.sizes().d_mlp(), random);
        writer.write(of.resolve(Adapter.WEIGHTS));
        return Adapter.read(new ModelFolder.OnDisk(of), LlamaCheckpoint.of(config));
    }

    private static void add(SafetensorsWriter writer, String module, int out, int in, Random random) {
        String name = "base_model.model.model.layers.0." + module;
        for (var part : Map.of("A", new int[] {2, in}, "B", new int[] {out, 2}).entrySet()) {
            int[] shape = part.getValue();
            var values = new float[shape[0] * shape[1]];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.05 * random.nextGaussian());
            }
            writer.add(name + ".lora_" + part.getKey() + ".weight", shape, () -> values);
        }
    }
}
