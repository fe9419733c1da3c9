package io.orrery.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Rotary;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import io.orrery.model.file.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of Llama, Mistral and Qwen2. */
class LlamaKeysTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void fixturesAreReadCorrectly() throws IOException {
        var tiny = read(Fixtures.folder("llama-tiny"));
        var sizes = new Sizes(32, 8, 88, 512, 2, 4, 2, 128);
        assertThat(tiny).isEqualTo(new LlamaConfig("llama", sizes, 1e-5, Rotary.of(10_000), false, false, List.of(0)));
        assertThat(read(Fixtures.folder("llama-tiny-tied")))
                .isEqualTo(new LlamaConfig("llama", sizes, 1e-5, Rotary.of(500), false, true, List.of(0)));
        assertThat(read(Fixtures.folder("qwen2-tiny")))
                .isEqualTo(new LlamaConfig("qwen2", sizes, 1e-5, Rotary.of(1e6), true, true, List.of(0)));
        var mistral = read(Fixtures.folder("mistral-tiny"));
        assertThat(mistral.sizes()).isEqualTo(new Sizes(48, 16, 88, 512, 2, 4, 2, 128));
        assertThat(mistral.architecture()).isEqualTo("mistral");
        assertThat(mistral.endOfText()).containsExactly(2);
        assertThat(read(Fixtures.folder("llama3-rope-tiny")).rotary())
                .isEqualTo(new Rotary(500_000, Optional.of(new Rotary.Llama3Scaling(8, 1, 4, 64))));
    }

    @Test
    void configurationOfSmollm2OnTheHubIsRead() throws IOException {
        // https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct/blob/12fd25f77366fa6b3b4b768ec3050bf629380bac/config.json
        write("""
                {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
                 "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 576,
                 "initializer_range": 0.041666666666666664, "intermediate_size": 1536, "is_llama_config": true,
                 "max_position_embeddings": 8192, "mlp_bias": false, "model_type": "llama",
                 "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3, "pad_token_id": 2,
                 "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_interleaved": false, "rope_scaling": null,
                 "rope_theta": 100000, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
                 "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16", "fp16": "float16"}},
                 "transformers_version": "4.42.3", "use_cache": true, "vocab_size": 49152}
                """);
        var sizes = new Sizes(576, 64, 1536, 49152, 30, 9, 3, 8192);
        assertThat(read(folder))
                .isEqualTo(new LlamaConfig("llama", sizes, 1e-5, Rotary.of(100_000), false, true, List.of(2)));
    }

    @Test
    void newerAndOlderFormsOfTheRopeSettingsAreEquivalent() throws IOException {
        for (var model : new String[] {"llama-tiny", "llama3-rope-tiny"}) {
            var config = (ObjectNode) Fixtures.json(Fixtures.folder(model).resolve("config.json"));
            ObjectNode newer = config.get("rope_scaling").isNull()
                    ? JSON.createObjectNode().put("rope_type", "default")
                    : (ObjectNode) config.get("rope_scaling");
            newer.set("rope_theta", config.get("rope_theta"));
            config.remove(List.of("rope_theta", "rope_scaling"));
            config.set("rope_parameters", newer);
            write(config.toString());
            assertThat(read(folder)).isEqualTo(read(Fixtures.folder(model)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            llama   | attention_bias     | true                                       | "attention_bias" to true
            llama   | mlp_bias           | true                                       | "mlp_bias" to true
            llama   | rope_interleaved   | true                                       | "rope_interleaved" to true
            llama   | hidden_act         | "gelu"                                     | "hidden_act" to "gelu"; Orrery computes "silu"
            llama   | rope_scaling       | {"type": "linear", "factor": 2}            | "rope_scaling.type" to "linear"; Orrery computes "default" and "llama3"
            llama   | rope_scaling       | {"rope_type": "yarn", "factor": 4}         | "rope_scaling.rope_type" to "yarn"
            llama   | rope_scaling       | {"rope_type": "dynamic", "factor": 4}      | "rope_scaling.rope_type" to "dynamic"
            llama   | rope_parameters    | {"rope_theta": 10000, "rope_type": "default", "partial_rotary_factor": 0.5} | "rope_parameters.partial_rotary_factor" to 0.5
            llama   | rope_scaling       | {"rope_type": "default", "type": "linear", "factor": 2} | rope_type as "default", but type as "linear"
            qwen2   | rope_scaling       | {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, "original_max_position_embeddings": 64} | rope_scaling as {"rope_type":"llama3"
            llama   | architectures      | "LlamaForSequenceClassification"           | architectures as "LlamaForSequenceClassification"; it must be a list
            qwen3   | layer_types        | ["full_attention"]                         | num_hidden_layers as 2, but layer_types as 1
            llama   | partial_rotary_factor | 0.5                                     | "partial_rotary_factor"
            llama   | attn_logit_softcapping | 50.0                                   | "attn_logit_softcapping"
            llama   | quantization_config | {"bits": 4}                               | "quantization_config"
            llama   | num_local_experts  | 8                                          | "num_local_experts"
            mistral | sliding_window     | 64                                         | "sliding_window" to 64; that is shorter than the context of 128
            qwen2   | layer_types        | ["full_attention", "sliding_attention"]    | "layer_types"
            qwen3   | head_dim           | null                                       | does not give head_dim
            qwen3   | use_sliding_window | "yes"                                      | use_sliding_window
            qwen3   | num_experts        | 8                                          | "num_experts"
            qwen3moe | num_experts_per_tok | 6                                         | gives num_experts_per_tok as 6, but num_experts as 5
            qwen3moe | num_experts        | null                                       | does not give num_experts
            qwen3moe | num_experts        | 0                                          | num_experts as 0
            qwen3moe | norm_topk_prob     | "yes"                                      | norm_topk_prob
            qwen3moe | decoder_sparse_step | 2                                         | "decoder_sparse_step" to 2
            qwen3moe | mlp_only_layers    | [0]                                        | "mlp_only_layers" to [0]
            qwen3moe | shared_expert_intermediate_size | 48                            | "shared_expert_intermediate_size"
            olmo2   | clip_qkv           | 8                                          | "clip_qkv"
            gemma3  | sliding_window     | 0                                          | sliding_window as 0; it must be a whole number from 1
            gemma3  | sliding_window     | null                                       | does not give sliding_window
            gemma3  | layer_types        | ["full_attention"]                         | num_hidden_layers as 4, but layer_types as 1
            gemma3  | layer_types        | ["linear_attention", "full_attention", "full_attention", "full_attention"] | Orrery computes "sliding_attention" and "full_attention"
            gemma3  | _sliding_window_pattern | 2                                     | sliding_window_pattern as 2, but layer_types
            gemma3  | attn_logit_softcapping | 50.0                                   | "attn_logit_softcapping"
            gemma3  | final_logit_softcapping | 30.0                                  | "final_logit_softcapping"
            gemma3  | rope_scaling       | {"rope_type": "linear", "factor": 8}       | "rope_scaling"
            gemma3  | hidden_activation  | "silu"                                     | Orrery computes "gelu_pytorch_tanh"
            gemma3  | query_pre_attn_scalar | 0                                       | query_pre_attn_scalar as 0
            gemma3  | vision_config      | {"hidden_size": 8}                         | "vision_config"
            pythia  | use_parallel_residual | false                                   | "use_parallel_residual" to false
            pythia  | attention_bias     | false                                      | "attention_bias" to false
            pythia  | rotary_pct         | 0.4                                        | rotary_pct
            pythia  | rotary_pct         | 2                                          | rotary_pct as 2
            pythia  | hidden_act         | "relu"                                     | "hidden_act" to "relu"
            """)
    void keyThatMayChangeTheNumbersIsRefusedByName(String family, String key, String value, String words)
            throws IOException {
        change(family, key, value);
        assertRefused(words);
    }

    /** Values that no key of a kind may have. */
    private static final Map<String, List<String>> WRONG = Map.of(
            "size", List.of("0", "-1", "2.5", "1e30", "true", "\"8\"", "[8]", "{}"),
            "number", List.of("-1", "1e300", "true", "\"x\"", "[]", "{}"),
            "flag", List.of("0", "1", "\"yes\"", "[]", "{}"),
            "word", List.of("0", "true", "\"none of these\"", "[]", "{}"),
            "list", List.of("0", "true", "\"full_attention\"", "{}", "[0]", "[[]]", "[\"full_attention\"]"),
            "object", List.of("0", "true", "\"default\"", "[]"));

    /** A size without a question mark has no usual value, and is also taken away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size   | llama mistral qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | hidden_size num_hidden_layers num_attention_heads max_position_embeddings vocab_size
            size   | llama mistral qwen2 qwen3 olmo2 gemma3 pythia          | intermediate_size
            size   | mistral qwen2 qwen3 qwen3moe gemma3                    | num_key_value_heads
            size   | qwen3 qwen3moe                                         | head_dim
            size   | gemma3                                                 | sliding_window
            size   | qwen3moe                                               | num_experts num_experts_per_tok moe_intermediate_size
            size?  | mistral gemma3                                         | head_dim
            size?  | mistral                                                | sliding_window
            size?  | gemma3                                                 | sliding_window_pattern _sliding_window_pattern
            size?  | qwen3moe                                               | decoder_sparse_step
            number | llama mistral qwen2 qwen3 qwen3moe olmo2 gemma3        | rms_norm_eps
            number | llama mistral qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | rope_theta
            number | gemma3                                                 | rope_local_base_freq query_pre_attn_scalar
            number | pythia                                                 | layer_norm_eps rotary_pct rotary_emb_base
            flag   | llama mistral qwen2 qwen3 qwen3moe olmo2 gemma3 pythia | tie_word_embeddings attention_bias
            flag   | llama mistral qwen2 qwen3 qwen3moe olmo2               | mlp_bias rope_interleaved
            flag   | qwen2 qwen3 qwen3moe                                   | use_sliding_window
            flag   | qwen3moe                                               | norm_topk_prob
            flag   | gemma3                                                 | use_bidirectional_attention
            flag   | pythia                                                 | use_parallel_residual
            word   | llama mistral qwen2 qwen3 qwen3moe olmo2 pythia        | hidden_act
            word   | gemma3                                                 | hidden_activation hidden_act
            list   | llama mistral qwen2 qwen3 qwen3moe olmo2 gemma3        | layer_types
            list   | qwen3moe                                               | mlp_only_layers
            object | llama mistral qwen2 qwen3 qwen3moe olmo2               | rope_scaling rope_parameters
            """)
    void valueThatIsMissingOrOfNoUseIsRefusedByItsKey(String kind, String families, String keys) throws IOException {
        for (String family : families.split(" ")) {
            for (String key : keys.split(" ")) {
                for (String value : WRONG.get(kind.replace("?", ""))) {
                    change(family, key, value);
                    assertRefused(key.replaceFirst("^_", ""));
                }
                if (kind.equals("size")) {
                    change(family, key, "null");
                    assertRefused("does not give " + key);
                }
            }
        }
    }

    @Test
    void slidingWindowIsCheckedOnlyIfItIsUsed() throws IOException {
        change("qwen2", "sliding_window", "64");
        assertThat(read(folder)).isEqualTo(read(Fixtures.folder("qwen2-tiny")));
        var config = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        write(config.put("use_sliding_window", true).toString());
        assertRefused("\"sliding_window\" to 64");
    }

    @Test
    void missingSlidingWindowOfMistralMeans4096() throws IOException {
        change("mistral", "max_position_embeddings", "32768");
        assertThat(read(folder).sizes().n_ctx()).isEqualTo(32768);
        var config = (ObjectNode) Fixtures.json(folder.resolve("config.json"));
        config.remove("sliding_window");
        write(config.toString());
        assertRefused("gives no sliding_window, which means 4096");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            num_key_value_heads     | 3       | num_attention_heads 4, which num_key_value_heads 3 does not divide
            head_dim                | 7       | makes a head's size 7; rotary positions need an even one
            hidden_size             | 33      | tensor "model.embed_tokens.weight" of shape [512, 32]; by config.json it should be [512, 33]
            intermediate_size       | null    | does not give intermediate_size
            rms_norm_eps            | -1      | rms_norm_eps as -1; it must be a number between 0 and 1
            rope_theta              | "x"     | rope_theta as "x"
            rope_theta              | 0       | rope_theta as 0
            rope_scaling            | 3       | rope_scaling as 3; it must be an object
            rope_scaling            | {"rope_type": "llama3", "factor": 8} | does not give rope_scaling.low_freq_factor
            rope_scaling            | {"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 1, "original_max_position_embeddings": 64} | rope_scaling.high_freq_factor as 1; it must be a number between 4
            rope_parameters         | {"rope_theta": 5000, "rope_type": "default"} | rope_theta as 10000.0, but rope_parameters.rope_theta as 5000.0
            architectures           | ["LlamaForSequenceClassification"] | LlamaForSequenceClassification
            num_hidden_layers       | 4096    | has no tensor "model.layers.2.input_layernorm.weight"
            max_position_embeddings | 1e9     | max_position_embeddings as 1.0E9
            """)
    void invalidValueIsRefusedByName(String key, String value, String words) throws IOException {
        assertFolderRefused("llama", key, value, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            qwen3  | head_dim    | 8  | tensor "model.layers.0.self_attn.q_proj.weight" of shape [64, 32]; by config.json it should be [32, 32]
            qwen3moe | num_experts | 4 | tensor "model.layers.0.mlp.gate.weight" of shape [5, 32]; by config.json it should be [4, 32]
            qwen3moe | num_experts | 6 | no tensor "model.layers.0.mlp.experts.5.gate_proj.weight", which should be of shape [48, 32]
            qwen3moe | moe_intermediate_size | 40 | tensor "model.layers.0.mlp.experts.0.gate_proj.weight" of shape [48, 32]; by config.json it should be [40, 32]
            gemma3 | hidden_size | 48 | tensor "model.embed_tokens.weight" of shape [512, 32]
            pythia | hidden_size | 48 | attention.query_key_value
            qwen3  | model_type  | "olmo2" | Qwen3ForCausalLM
            """)
    void tensorsOfAnotherShapeAreRefusedByTheirNamesInTheFile(String family, String key, String value, String words)
            throws IOException {
        assertFolderRefused(family, key, value, words);
    }

    private void assertFolderRefused(String family, String key, String value, String words) throws IOException {
        Fixtures.copy(family + "-tiny", folder);
        change(family, key, value);
        assertThatThrownBy(() -> Presets.open(folder.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    private void change(String family, String key, String value) throws IOException {
        var config =
                (ObjectNode) Fixtures.json(Fixtures.folder(family + "-tiny").resolve("config.json"));
        config.set(key, JSON.readTree(value));
        write(config.toString());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    private static LlamaConfig read(Path folder) throws IOException {
        return (LlamaConfig) ConfigFile.read(new ModelFolder.OnDisk(folder));
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining(words);
    }
}
