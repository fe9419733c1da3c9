package io.orrery.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.graph.Activations;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models of each architecture, written as llama.cpp's converter writes them. */
public class GgufArchitecturesTest {
    private static final int[] TEXT = {7, 300, 41, 5, 5, 120, 9, 88, 301, 12};

    /** A matrix of one expert, named in llama.cpp's manner but for its number. */
    private static final Pattern EXPERT = Pattern.compile("(.+ffn_)experts\\.(\\d+)\\.(\\w+)\\.weight");

    /** Whole numbers of the metadata, by their keys in {@code config.json}. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("context_length", "max_position_embeddings"),
            Map.entry("embedding_length", "hidden_size"),
            Map.entry("block_count", "num_hidden_layers"),
            Map.entry("feed_forward_length", "intermediate_size"),
            Map.entry("attention.head_count", "num_attention_heads"),
            Map.entry("attention.head_count_kv", "num_key_value_heads"),
            Map.entry("attention.sliding_window", "sliding_window"),
            Map.entry("attention.key_length", "head_dim"),
            Map.entry("attention.value_length", "head_dim"),
            Map.entry("expert_count", "num_experts"),
            Map.entry("expert_used_count", "num_experts_per_tok"),
            Map.entry("expert_feed_forward_length", "moe_intermediate_size"));

    private static final JsonMapper JSON = new JsonMapper();

    /** A tensor as it is stored. @see GgufFile#tensor */
    interface Stored {
        int[] shape();

        int type();

        byte[] raw();
    }

    /** A tensor as float32. */
    record Numbers(int[] shape, float[] values) implements Stored {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public byte[] raw() {
            var raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            raw.asFloatBuffer().put(values);
            return raw.array();
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-tiny",
                "llama-tiny-tied",
                "qwen2-tiny",
                "qwen3-tiny",
                "qwen3moe-tiny",
                "olmo2-tiny",
                "pythia-tiny"
            })
    void theirTracesAreThoseOfTheFolderBitForBit(String name) throws IOException {
        assertSameTraces(Presets.open(Fixtures.named(name)), opened(written(Fixtures.folder(name))));
    }

    /** llama.cpp has one scale and one pattern for this family, which the fixture does not have. */
    @Test
    void gemma3sTraceIsThatOfTheFolderBitForBit() throws IOException {
        Path gemma = gemma(folder);
        assertSameTraces(Presets.open(gemma.toString()), opened(written(gemma)));
    }

    @Test
    void rotaryFrequenciesAreDividedByTheTable() throws IOException {
        float[] divisors = divisors();
        var file = written(Fixtures.folder("llama3-rope-tiny"));
        float[] without = logits(opened(file));
        file.tensors.put("rope_freqs.weight", new Numbers(new int[] {8}, divisors));
        float[] with = logits(opened(file));
        float[] folders = logits(Presets.open(Fixtures.named("llama3-rope-tiny")));

        // The table's divisors are rounded to float32; the folder's are not.
        assertThat(with).usingComparatorWithPrecision(1e-5f).containsExactly(folders);
        assertThat(without).usingComparatorWithPrecision(1e-3f).isNotEqualTo(folders);

        divisors[3] = 0;
        assertRefused(file, "rope_freqs.weight", "8 positive numbers");
        divisors[3] = Float.NaN;
        assertRefused(file, "rope_freqs.weight", "8 positive numbers");
        file.tensors.put("rope_freqs.weight", new Numbers(new int[] {4}, new float[] {1, 1, 1, 1}));
        assertRefused(file, "rope_freqs.weight", "8 positive numbers");
    }

    /** The table of {@code llama3-rope-tiny}. */
    static float[] divisors() {
        // The definition in transformers, modeling_rope_utils.py: factor 8, bands between 1 and 4 turns in 64
        // positions.
        var divisors = new float[8];
        for (int i = 0; i < divisors.length; i++) {
            double frequency = Math.pow(500_000, -i / 8.0);
            double wavelength = 2 * Math.PI / frequency;
            double smooth = (64 / wavelength - 1) / (4 - 1);
            double scaled = wavelength < 64 / 4.0
                    ? frequency
                    : wavelength > 64 ? frequency / 8 : (1 - smooth) * frequency / 8 + smooth * frequency;
            divisors[i] = (float) (frequency / scaled);
        }
        return divisors;
    }

    /** An empty value takes a key away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            qwen2-tiny | context_length                   |     | does not give qwen2.context_length
            qwen2-tiny | attention.layer_norm_rms_epsilon |     | does not give qwen2.attention.layer_norm_rms_epsilon
            qwen2-tiny | attention.head_count_kv          | 3   | gives 4 heads, which its 3 key heads do not divide
            qwen2-tiny | attention.sliding_window         | 9   | "qwen2.attention.sliding_window" to 9
            qwen2-tiny | rope.scaling.factor              | 4   | "qwen2.rope.scaling.factor" to 4
            qwen2-tiny | rope.freq_base_swa               | 4   | "qwen2.rope.freq_base_swa" to 4
            qwen3-tiny | attention.key_length             |     | "qwen3.attention.value_length" to 16; a head
            qwen3-tiny | attention.value_length           | 8   | "qwen3.attention.value_length" to 8
            qwen3-tiny | rope.dimension_count             | 8   | "qwen3.rope.dimension_count" to 8
            qwen3moe-tiny | expert_count               |     | does not give qwen3moe.expert_count
            qwen3moe-tiny | expert_used_count          | 6   | gives qwen3moe.expert_used_count as 6, but qwen3moe.expert_count as 5
            qwen3moe-tiny | expert_count               | 4   | tensor "blk.0.ffn_gate_exps.weight" of shape [5, 48, 32]; by metadata it should be [4, 48, 32]
            qwen3moe-tiny | expert_feed_forward_length |     | does not give qwen3moe.expert_feed_forward_length
            qwen3moe-tiny | expert_shared_count        | 1   | "qwen3moe.expert_shared_count" to 1
            olmo2-tiny | embedding_length                 | 64  | by metadata it should be [512, 64]
            olmo2-tiny | attention.sliding_window_pattern | 4   | "olmo2.attention.sliding_window_pattern" to 4
            olmo2-tiny | expert_count                     | 8   | "olmo2.expert_count" to 8
            pythia-tiny | rope.dimension_count            |     | does not give gptneox.rope.dimension_count
            pythia-tiny | rope.dimension_count            | 10  | gptneox.rope.dimension_count
            pythia-tiny | rope.dimension_count            | 3   | "gptneox.rope.dimension_count" to 3
            pythia-tiny | attention.head_count_kv         | 2   | "gptneox.attention.head_count_kv" to 2
            pythia-tiny | attention.head_count            | 3   | gptneox.embedding_length
            pythia-tiny | attention.layer_norm_epsilon    |     | does not give gptneox.attention.layer_norm_epsilon
            pythia-tiny | attention.layer_norm_rms_epsilon | 1  | "gptneox.attention.layer_norm_rms_epsilon" to 1
            """)
    void keyThatIsMissingUnknownOrContradictoryIsNamed(String name, String key, Long value, String words)
            throws IOException {
        var file = written(Fixtures.folder(name));
        String full = file.architecture + "." + key;
        if (value == null) {
            assertThat(file.metadata.remove(full)).isNotNull();
        } else {
            file.metadata.put(full, value);
        }
        assertRefused(file, words);
    }

    /** Values that no key of a kind may have. */
    private static final Map<String, List<Object>> WRONG = Map.of(
            "size", List.of(0L, -1L, 0.5, true, "8", List.of(8L), 4_000_000_000L),
            "number", List.of(-1L, 1e30, true, "x", List.of(1.0)),
            "flag", List.of(0L, 1.0, "yes", List.of(true)),
            "word", List.of(0L, 1.0, true, "none of these", List.of("none")));

    /** A size without a question mark has no usual value, and is also taken away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size   | llama qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | context_length embedding_length block_count attention.head_count
            size   | llama qwen2 qwen3 olmo2 gemma3 pythia          | feed_forward_length
            size   | qwen3moe                                       | expert_count expert_used_count expert_feed_forward_length
            size   | gemma3                                         | attention.sliding_window
            size   | pythia                                         | rope.dimension_count
            size?  | llama qwen2 qwen3 qwen3moe olmo2 gemma3        | rope.dimension_count
            size?  | llama qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | attention.head_count_kv attention.key_length attention.value_length vocab_size
            number | llama qwen2 qwen3 qwen3moe olmo2 gemma3        | attention.layer_norm_rms_epsilon
            number | pythia                                         | attention.layer_norm_epsilon
            number | llama qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | rope.freq_base rope.scale_linear
            number | gemma3                                         | rope.freq_base_swa
            flag   | llama qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | attention.causal
            flag   | pythia                                         | use_parallel_residual
            word   | llama qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | rope.scaling.type
            """)
    void valueThatIsMissingOrOfNoUseIsRefusedByItsKey(String kind, String families, String keys) throws IOException {
        for (String family : families.split(" ")) {
            var file = written(family.equals("gemma3") ? gemma(folder) : Fixtures.folder(family + "-tiny"));
            for (String key : keys.split(" ")) {
                String full = file.architecture + "." + key;
                Object before = file.metadata.get(full);
                for (Object value : WRONG.get(kind.replace("?", ""))) {
                    file.metadata.put(full, value);
                    assertRefused(file, full);
                }
                file.metadata.remove(full);
                if (kind.equals("size")) {
                    assertRefused(file, "does not give " + full);
                }
                if (before != null) {
                    file.metadata.put(full, before);
                }
            }
        }
    }

    @Test
    void tensorThatIsMissingOrOfAnotherArchitectureIsNamed() throws IOException {
        var qwen = written(Fixtures.folder("qwen3-tiny"));
        var norm = qwen.tensors.remove("blk.1.attn_k_norm.weight");
        assertRefused(qwen, "no tensor \"blk.1.attn_k_norm.weight\", which should be of shape [16]");
        qwen.tensors.put("blk.1.attn_k_norm.weight", norm);
        qwen.tensors.put("rope_freqs.weight", new Numbers(new int[] {8}, new float[8]));
        assertRefused(qwen, "rope_freqs.weight");

        var neox = written(Fixtures.folder("pythia-tiny"));
        neox.tensors.put("blk.1.attn_q.weight", norm);
        assertRefused(neox, "\"blk.1.attn_q.weight\"");
        neox.tensors.remove("blk.1.attn_q.weight");
        var fused = neox.tensors.remove("blk.1.attn_qkv.weight");
        assertRefused(neox, "no tensor \"blk.1.attn_qkv.weight\", which should be of shape [96, 32]");
        neox.tensors.put("blk.1.attn_qkv.weight", fused);
        neox.metadata.put("gptneox.use_parallel_residual", false);
        assertRefused(neox, "\"gptneox.use_parallel_residual\" to false");

        var experts = written(Fixtures.folder("qwen3moe-tiny"));
        experts.tensors.put("blk.0.ffn_gate_inp_shexp.weight", new Numbers(new int[] {32}, new float[32]));
        assertRefused(experts, "ffn_gate_inp_shexp");
        experts.tensors.remove("blk.0.ffn_gate_inp_shexp.weight");
        experts.tensors.remove("blk.1.ffn_up_exps.weight");
        assertRefused(experts, "no tensor \"blk.1.ffn_up_exps.weight\", which should be of shape [5, 48, 32]");

        var gemma = written(gemma(folder));
        assertThat(gemma.metadata.remove("gemma3.attention.sliding_window")).isNotNull();
        assertRefused(gemma, "does not give gemma3.attention.sliding_window");
        gemma.metadata.put("gemma3.attention.sliding_window", 0L);
        assertRefused(gemma, "gemma3.attention.sliding_window");
        gemma.metadata.put("gemma3.attention.sliding_window", 6L);
        gemma.metadata.put("gemma3.final_logit_softcapping", 30L);
        assertRefused(gemma, "gemma3.final_logit_softcapping");
    }

    private static void assertSameTraces(Model one, Model other) throws IOException {
        try (var workers = new Workers(1)) {
            var a = Activations.compute(one.graph(), one.weights(), new Run(TEXT, workers));
            var b = Activations.compute(other.graph(), other.weights(), new Run(TEXT, workers));
            for (Node node : one.graph().nodes()) {
                if (!node.constant()) {
                    Node same = other.graph().node(node.name()).orElseThrow();
                    assertThat(b.tensor(same).toArray())
                            .as(node.name())
                            .isEqualTo(a.tensor(node).toArray());
                }
            }
            assertThat(other.graph().nodes()).hasSameSizeAs(one.graph().nodes());
        }
        var text = "The cat sat, didn't it?";
        assertThat(other.tokenizer().encode(text)).isEqualTo(one.tokenizer().encode(text));
        assertThat(other.config().endOfText()).isEqualTo(one.config().endOfText());
    }

    private static float[] logits(Model model) {
        try (var workers = new Workers(1)) {
            var run = Activations.compute(model.graph(), model.weights(), new Run(TEXT, workers));
            return run.tensor(model.graph().node("logits").orElseThrow()).toArray();
        }
    }

    /** A model of seven layers, of which the sixth is global, from the fixture's four. */
    public static Path gemma(Path folder) throws IOException {
        Path into = Fixtures.copy("gemma3-tiny", Files.createDirectories(folder.resolve("gemma")));
        var config = (ObjectNode) Fixtures.json(into.resolve("config.json"));
        config.put("num_hidden_layers", 7).put("query_pre_attn_scalar", 16).put("_sliding_window_pattern", 6);
        config.remove("layer_types");
        JSON.writeValue(into.resolve("config.json").toFile(), config);
        var stored = tensors(into);
        var writer = new SafetensorsWriter(Map.of());
        stored.forEach((name, numbers) -> writer.add(name, numbers.shape(), numbers::values));
        for (int layer = 4; layer < 7; layer++) {
            String own = "model.layers." + layer + ".";
            String copied = "model.layers." + (layer - 4) + ".";
            stored.forEach((name, numbers) -> {
                if (name.startsWith(copied)) {
                    writer.add(name.replace(copied, own), numbers.shape(), numbers::values);
                }
            });
        }
        writer.write(into.resolve("model.safetensors"));
        return into;
    }

    private static Map<String, Numbers> tensors(Path model) throws IOException {
        Map<String, Numbers> all = new LinkedHashMap<>();
        try (var file = Safetensors.open(model.resolve("model.safetensors"))) {
            for (String name : file.names().stream().sorted().toList()) {
                int[] shape = file.shape(name);
                var values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
                var raw = new byte[4 * values.length];
                file.read(name, 0, values.length, raw);
                ByteBuffer.wrap(raw)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                all.put(name, new Numbers(shape, values));
            }
        }
        return all;
    }

    /** The contents of a GGUF file; tests change them. */
    public static final class Written {
        final String architecture;
        final Map<String, Object> metadata = new LinkedHashMap<>();
        final Map<String, Stored> tensors = new LinkedHashMap<>();

        Written(String architecture) {
            this.architecture = architecture;
        }

        public Path write(Path file) throws IOException {
            var out = GgufFile.of(tensors.size(), metadata.size());
            metadata.forEach(out::value);
            long offset = 0;
            for (var tensor : tensors.entrySet()) {
                int[] shape = tensor.getValue().shape();
                var sizes = new long[shape.length];
                for (int axis = 0; axis < shape.length; axis++) {
                    sizes[shape.length - 1 - axis] = shape[axis];
                }
                out.tensor(tensor.getKey(), tensor.getValue().type(), offset, sizes);
                offset += (tensor.getValue().raw().length + 31L) / 32 * 32;
            }
            for (Stored stored : tensors.values()) {
                out.data(stored.raw());
            }
            return Files.write(file, out.data(0).bytes());
        }
    }

    private Model opened(Written file) throws IOException {
        return Presets.open(file.write(folder.resolve("model.gguf")).toString());
    }

    private void assertRefused(Written file, String... words) {
        assertThatThrownBy(() -> opened(file))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll(words);
    }

    /** What the converter writes of a folder. */
    public static Written written(Path model) throws IOException {
        JsonNode config = Fixtures.json(model.resolve("config.json"));
        String type = config.path("model_type").textValue();
        var file = new Written(type.equals("gemma3_text") ? "gemma3" : type.replace("_", ""));
        file.metadata.put("general.architecture", file.architecture);
        KEYS.forEach((key, name) -> {
            if (config.hasNonNull(name)) {
                file.metadata.put(
                        file.architecture + "." + key, config.path(name).longValue());
            }
        });
        int heads = config.path("num_attention_heads").intValue();
        if (file.architecture.equals("gptneox")) {
            int head = config.path("hidden_size").intValue() / heads;
            file.metadata.put("gptneox.rope.dimension_count", (long)
                    (head * config.path("rotary_pct").doubleValue()));
            file.metadata.put(
                    "gptneox.attention.layer_norm_epsilon",
                    config.path("layer_norm_eps").doubleValue());
            file.metadata.put("gptneox.use_parallel_residual", true);
        } else {
            var theta = config.has("rope_theta") ? config : config.path("rope_parameters");
            file.metadata.put(
                    file.architecture + ".rope.freq_base",
                    theta.path("rope_theta").doubleValue());
            file.metadata.put(
                    file.architecture + ".attention.layer_norm_rms_epsilon",
                    config.path("rms_norm_eps").doubleValue());
        }
        file.metadata.putAll(
                GgufTokenizerTest.metadata((ObjectNode) Fixtures.json(model.resolve("tokenizer.json")), "gpt-2"));
        file.metadata.put(
                "tokenizer.ggml.eos_token_id", config.path("eos_token_id").longValue());
        tensors(model).forEach((name, numbers) -> {
            Numbers converted = numbers;
            if (name.endsWith("rotary_emb.inv_freq")) {
                return;
            }
            if (file.architecture.equals("llama") && name.contains("q_proj")) {
                converted = permuted(numbers, heads);
            } else if (file.architecture.equals("llama") && name.contains("k_proj")) {
                converted = permuted(numbers, config.path("num_key_value_heads").intValue());
            } else if (name.contains("query_key_value")) {
                converted = byPart(numbers, heads);
            } else if (file.architecture.equals("gemma3") && name.endsWith("norm.weight")) {
                converted = new Numbers(numbers.shape(), numbers.values().clone());
                for (int i = 0; i < converted.values().length; i++) {
                    converted.values()[i] += 1;
                }
            }
            var expert = EXPERT.matcher(name(name, file.architecture));
            if (expert.matches()) {
                String all = expert.group(1) + expert.group(3) + "_exps.weight";
                int number = Integer.parseInt(expert.group(2));
                int[] shape = {config.path("num_experts").intValue(), numbers.shape()[0], numbers.shape()[1]};
                int size = numbers.values().length;
                var stack = (Numbers) file.tensors.computeIfAbsent(
                        all, none -> new Numbers(shape, new float[shape[0] * size]));
                System.arraycopy(numbers.values(), 0, stack.values(), number * size, size);
            } else {
                file.tensors.put(name(name, file.architecture), converted);
            }
        });
        return file;
    }

    /** {@code permute} of llama.cpp's converter: rows {@code [head, 2, d_head/2]} become {@code [head, d_head/2, 2]}. */
    private static Numbers permuted(Numbers numbers, int heads) {
        int columns = numbers.shape()[1];
        int half = numbers.shape()[0] / heads / 2;
        var values = new float[numbers.values().length];
        int to = 0;
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                for (int part = 0; part < 2; part++) {
                    int row = (head * 2 + part) * half + i;
                    System.arraycopy(numbers.values(), row * columns, values, to, columns);
                    to += columns;
                }
            }
        }
        return new Numbers(numbers.shape(), values);
    }

    /** Rows {@code [head, 3, d_head]} become {@code [3, head, d_head]}. */
    private static Numbers byPart(Numbers numbers, int heads) {
        int some = numbers.values().length / heads / 3;
        var values = new float[numbers.values().length];
        for (int group = 0; group < heads * 3; group++) {
            int to = group % 3 * heads + group / 3;
            System.arraycopy(numbers.values(), group * some, values, to * some, some);
        }
        return new Numbers(numbers.shape(), values);
    }

    /** Names in llama.cpp's {@code tensor_mapping.py}, by those of Hugging Face. */
    private static String name(String stored, String architecture) {
        boolean isBehind = List.of("olmo2", "gemma3").contains(architecture);
        String name = stored.replace("gpt_neox.", "model.")
                .replace("model.layers.", "blk.")
                .replace("model.embed_tokens", "token_embd");
        for (var entry : List.of(
                Map.entry("model.embed_in", "token_embd"),
                Map.entry("model.final_layer_norm", "output_norm"),
                Map.entry("embed_out", "output"),
                Map.entry("attention.query_key_value", "attn_qkv"),
                Map.entry("attention.dense", "attn_output"),
                Map.entry("mlp.dense_h_to_4h", "ffn_up"),
                Map.entry("mlp.dense_4h_to_h", "ffn_down"),
                Map.entry("model.norm", "output_norm"),
                Map.entry("lm_head", "output"),
                Map.entry("input_layernorm", "attn_norm"),
                Map.entry("post_attention_layernorm", isBehind ? "post_attention_norm" : "ffn_norm"),
                Map.entry("pre_feedforward_layernorm", "ffn_norm"),
                Map.entry("post_feedforward_layernorm", "post_ffw_norm"),
                Map.entry("self_attn.o_proj", "attn_output"),
                Map.entry("self_attn.", "attn_"),
                Map.entry("mlp.gate.", "ffn_gate_inp."),
                Map.entry("mlp.", "ffn_"),
                Map.entry("_proj.", "."))) {
            name = name.replace(entry.getKey(), entry.getValue());
        }
        return name;
    }
}
