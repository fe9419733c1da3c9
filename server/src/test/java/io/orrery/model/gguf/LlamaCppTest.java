package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Activations;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.graph.Trait;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import io.orrery.model.gguf.GgufArchitecturesTest.Numbers;
import io.orrery.model.gguf.GgufArchitecturesTest.Stored;
import io.orrery.model.gguf.GgufArchitecturesTest.Written;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Next-token probabilities compared with llama.cpp's of the same files, which {@code llama_cpp.mjs} has written down; see
 * docs/contributing.md.
 */
class LlamaCppTest {
    private static final String EXPERTS = "qwen3moe-tiny";

    /** Of 3,000 random routers the one whose choices are the clearest. */
    private static final int ROUTER_SEED = 2341;

    /** By how much of the router's logits the last expert that is taken leads the next one: no rounding of llama.cpp turns that. */
    private static final float CLEAR = 0.15f;

    private static final List<String> FAMILIES = List.of(
            "llama-tiny",
            "llama3-rope-tiny",
            "qwen2-tiny",
            "qwen3-tiny",
            "olmo2-tiny",
            "gemma3-tiny",
            "pythia-tiny",
            EXPERTS);

    /** llama.cpp keeps keys and values in half precision. */
    private static final double TOLERANCE = 0.002;

    /** It also rounds activations to eight bits before it multiplies them by blocks. */
    private static final double TOLERANCE_OF_BLOCKS = 0.03;

    /** Where files are kept for llama.cpp. */
    private static final Optional<Path> KEPT =
            Optional.ofNullable(System.getProperty("orrery.llamacpp")).map(Path::of);

    @TempDir
    Path folder;

    /**
     * A type of ggml.
     *
     * @param code its number in files
     * @param numbers those of a block
     * @param bytes those of a block
     * @param halves where a block has numbers in half precision: its scale, and what is added or the scale of what is subtracted
     * @param scales those numbers, such that weights are about 0.05
     */
    private record BlockType(String name, int code, int numbers, int bytes, List<Integer> halves, float... scales) {
        /** Random bits are valid everywhere but in the numbers in half precision, which are random near {@link #scales}. */
        byte[] random(int count, Random random) {
            var raw = ByteBuffer.allocate(count / numbers * bytes).order(ByteOrder.LITTLE_ENDIAN);
            random.nextBytes(raw.array());
            for (int block = 0; block < count / numbers; block++) {
                for (int i = 0; i < scales.length; i++) {
                    raw.putShort(block * bytes + halves.get(i), half(scales[i] * (0.5f + random.nextFloat())));
                }
                float single = (float) (0.05 * random.nextGaussian());
                switch (name) {
                    case "F32" -> raw.putFloat(single);
                    case "F16" -> raw.putShort(half(single));
                    case "BF16" -> raw.putShort((short) (Float.floatToIntBits(single) >> 16));
                    default -> {}
                }
            }
            return raw.array();
        }

        /** The number in half precision towards zero from a small one. */
        private static short half(float value) {
            int bits = Float.floatToIntBits(value);
            int exponent = (bits >>> 23 & 0xff) - 127 + 15;
            int mantissa = (bits & 0x7f_ffff) | 0x80_0000;
            int small =
                    exponent > 0 ? exponent << 10 | (mantissa >> 13 & 0x3ff) : mantissa >> Math.min(31, 14 - exponent);
            return (short) ((bits >>> 16 & 0x8000) | small);
        }
    }

    private static final List<BlockType> TYPES = List.of(
            new BlockType("F32", 0, 1, 4, List.of()),
            new BlockType("F16", 1, 1, 2, List.of()),
            new BlockType("Q4_0", 2, 32, 18, List.of(0), 0.01f),
            new BlockType("Q4_1", 3, 32, 20, List.of(0, 2), 0.01f, -0.075f),
            new BlockType("Q5_0", 6, 32, 22, List.of(0), 0.005f),
            new BlockType("Q5_1", 7, 32, 24, List.of(0, 2), 0.005f, -0.078f),
            new BlockType("Q8_0", 8, 32, 34, List.of(0), 0.0007f),
            new BlockType("Q2_K", 10, 256, 84, List.of(80, 82), 0.004f, 0.006f),
            new BlockType("Q3_K", 11, 256, 110, List.of(108), 0.0008f),
            new BlockType("Q4_K", 12, 256, 144, List.of(0, 2), 0.0002f, 0.0015f),
            new BlockType("Q5_K", 13, 256, 176, List.of(0, 2), 0.0001f, 0.0015f),
            new BlockType("Q6_K", 14, 256, 210, List.of(208), 0.00004f),
            new BlockType("IQ4_NL", 20, 32, 18, List.of(0), 0.0008f),
            new BlockType("BF16", 30, 1, 2, List.of()));

    /** A tensor of random blocks. */
    private record Blocks(int[] shape, int type, byte[] raw) implements Stored {}

    static Stream<String> files() {
        return Stream.concat(FAMILIES.stream(), TYPES.stream().map(BlockType::name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void probabilitiesAreLlamaCpps(String name) throws IOException {
        Path file = file(name).write(KEPT.orElse(folder).resolve(name + ".gguf"));
        JsonNode all = Fixtures.json(Fixtures.folder("gguf").resolve("llama-cpp.json"));
        JsonNode expected = all.path("files").path(name);
        int[] tokens = IntStream.range(0, all.path("tokens").size())
                .map(i -> all.path("tokens").path(i).intValue())
                .toArray();
        var model = Presets.open(file.toString());
        try (var workers = new Workers(1)) {
            var run = Activations.compute(model.graph(), model.weights(), new Run(tokens, workers));
            float[][] own =
                    run.tensor(model.graph().node("probs").orElseThrow()).rows();
            assertChoicesAreClear(run);
            boolean isFamily = FAMILIES.contains(name);
            double tolerance = isFamily ? TOLERANCE : TOLERANCE_OF_BLOCKS;
            double surest = 0;
            for (int position = 0; position < tokens.length; position++) {
                JsonNode likely = expected.path(position);
                int first = 0;
                int theirFirst = 0;
                // Tokens that are not listed there have less than 0.01, but the first.
                for (int token = 0; token < own[position].length; token++) {
                    double theirs = likely.path(Integer.toString(token)).doubleValue();
                    theirFirst =
                            theirs > likely.path(Integer.toString(theirFirst)).doubleValue() ? token : theirFirst;
                    first = own[position][token] > own[position][first] ? token : first;
                    surest = Math.max(surest, theirs);
                    if (theirs > 0 || !isFamily) {
                        assertThat((double) own[position][token])
                                .as("%s, position %d, token %d", name, position, token)
                                .isBetween(theirs - tolerance, theirs + tolerance);
                    }
                }
                if (isFamily) {
                    assertThat(first).as("%s, position %d", name, position).isEqualTo(theirFirst);
                }
            }
            assertThat(surest).as("%s: the most certain token", name).isGreaterThan(3 * tolerance);
        }
    }

    private static void assertChoicesAreClear(Activations run) {
        for (Node taken : run.graph().nodes()) {
            if (taken.has(Trait.routing("taken"))) {
                int count = taken.axes().get(1).length(run.graph().sizes(), 1);
                for (float[] logits : run.tensor(taken.inputs().get(0)).rows()) {
                    float[] sorted = logits.clone();
                    Arrays.sort(sorted);
                    assertThat(sorted[sorted.length - count] - sorted[sorted.length - count - 1])
                            .as(taken.name())
                            .isGreaterThan(CLEAR);
                }
            }
        }
    }

    private Written file(String name) throws IOException {
        if (name.equals("gemma3-tiny")) {
            return GgufArchitecturesTest.written(
                    GgufArchitecturesTest.gemma(Files.createDirectories(folder.resolve("four"))));
        }
        if (FAMILIES.contains(name)) {
            Written file = GgufArchitecturesTest.written(Fixtures.folder(name));
            if (name.equals(EXPERTS)) {
                var random = new Random(ROUTER_SEED);
                file.tensors.replaceAll((tensor, stored) ->
                        tensor.endsWith("ffn_gate_inp.weight") ? random(stored.shape(), random) : stored);
            }
            if (name.startsWith("llama3")) {
                file.tensors.put("rope_freqs.weight", new Numbers(new int[] {8}, GgufArchitecturesTest.divisors()));
            }
            return file;
        }
        return ofType(TYPES.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    private static Numbers random(int[] shape, Random random) {
        var values = new float[shape[0] * shape[1]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        return new Numbers(shape, values);
    }

    /** A Llama of 256 dimensions whose matrices are random blocks; its last norm makes some tokens likely. */
    private static Written ofType(BlockType type) throws IOException {
        Written file = GgufArchitecturesTest.written(Fixtures.folder("llama-tiny"));
        file.metadata.put("llama.embedding_length", 256L);
        file.metadata.put("llama.feed_forward_length", 512L);
        file.metadata.put("llama.attention.key_length", 64L);
        file.metadata.put("llama.attention.value_length", 64L);
        // Sizes of the fixture: d_model, keys of all heads, d_mlp, d_vocab.
        Map<Integer, Integer> sizes = Map.of(32, 256, 16, 128, 88, 512, 512, 512);
        var random = new Random(type.code());
        for (var tensor : file.tensors.entrySet()) {
            int[] shape =
                    Arrays.stream(tensor.getValue().shape()).map(sizes::get).toArray();
            int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            if (shape.length == 1) {
                var norm = new float[count];
                Arrays.fill(norm, tensor.getKey().startsWith("output") ? type.numbers() == 256 ? 2 : 3 : 1);
                tensor.setValue(new Numbers(shape, norm));
            } else {
                tensor.setValue(new Blocks(shape, type.code(), type.random(count, random)));
            }
        }
        return file;
    }
}
