package io.orrery.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.graph.op.Gelu;
import io.orrery.model.Fixtures;
import io.orrery.model.file.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void fixturesAreReadCorrectly() throws IOException {
        var sizes = new Sizes(32, 8, 128, 512, 2, 4, 4, 128);
        var tiny = read(Fixtures.folder("gpt2-tiny"));
        assertThat(tiny.sizes()).isEqualTo(sizes);
        assertThat(tiny.gelu()).isEqualTo(Gelu.Form.TANH);
        assertThat(tiny.epsilon()).isEqualTo(1e-5);
        assertThat(tiny.tied()).isTrue();
        assertThat(tiny.endOfText()).containsExactly(0);
        assertThat(read(Fixtures.folder("gpt2-tiny-hub"))).isEqualTo(tiny);
        var untied = read(Fixtures.folder("gpt2-tiny-untied-erf"));
        assertThat(untied.sizes().d_mlp()).isEqualTo(80);
        assertThat(untied.gelu()).isEqualTo(Gelu.Form.ERF);
        assertThat(untied.tied()).isFalse();
    }

    @Test
    void configurationOfGpt2OnTheHubIsRead() throws IOException {
        // https://huggingface.co/openai-community/gpt2/blob/607a30d783dfa663caf39e06633721c8d4cfcd7e/config.json
        write("""
                {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
                 "bos_token_id": 50256, "embd_pdrop": 0.1, "eos_token_id": 50256, "initializer_range": 0.02,
                 "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12,
                 "n_layer": 12, "n_positions": 1024, "resid_pdrop": 0.1, "summary_activation": null,
                 "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
                 "summary_use_proj": true,
                 "task_specific_params": {"text-generation": {"do_sample": true, "max_length": 50}},
                 "vocab_size": 50257}
                """);
        var config = read(folder);
        assertThat(config.sizes()).isEqualTo(new Sizes(768, 64, 3072, 50257, 12, 12, 12, 1024));
        assertThat(config.tied()).isTrue();
        assertThat(config.endOfText()).containsExactly(50256);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            scale_attn_by_inverse_layer_idx | true                     | "scale_attn_by_inverse_layer_idx" to true
            scale_attn_weights              | false                    | "scale_attn_weights" to false
            add_cross_attention             | true                     | "add_cross_attention" to true
            is_encoder_decoder              | true                     | "is_encoder_decoder" to true
            positions                       | "alibi"                  | "positions" to "alibi"
            positions                       | 3                        | "positions" to 3
            activation_function             | "relu"                   | "activation_function" to "relu"
            quantization_config             | {"bits": 4}              | "quantization_config"
            pruned_heads                    | {"0": [1]}               | "pruned_heads"
            auto_map                        | {"AutoModel": "x.Y"}     | "auto_map"
            rope_theta                      | 10000                    | "rope_theta" to 10000
            sliding_window                  | 64                       | "sliding_window"
            """)
    void keyThatMayChangeTheNumbersIsRefusedByName(String key, String value, String words) throws IOException {
        change(key, value);
        assertRefused(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            scale_attn_by_inverse_layer_idx | false
            reorder_and_upcast_attn         | true
            pruned_heads                    | {}
            quantization_config             | null
            some_key_of_tomorrow            | null
            n_inner                         | 128
            n_ctx                           | 128
            hidden_size                     | 32
            activation_function             | "gelu_pytorch_tanh"
            activation_function             | null
            tie_word_embeddings             | null
            """)
    void keyThatChangesNoNumberIsAccepted(String key, String value) throws IOException {
        change(key, value);
        assertThat(read(folder)).isEqualTo(read(Fixtures.folder("gpt2-tiny")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma", "bert", "gemma3", "olmo"})
    void unsupportedArchitectureIsRefusedWithTheSupportedOnes(String type) throws IOException {
        change("model_type", '"' + type + '"');
        assertRefused(
                "architecture \"" + type + "\"",
                "Orrery loads \"gpt2\", \"llama\", \"mistral\", \"qwen2\", \"qwen3\", \"qwen3_moe\", \"olmo2\", \"gemma3_text\", \"gpt_neox\".");
    }

    @Test
    void classifierIsRefused() throws IOException {
        change("architectures", "[\"GPT2ForSequenceClassification\"]");
        assertRefused("GPT2ForSequenceClassification", "GPT2LMHeadModel");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            model_type          | null       | names no model_type
            n_embd              | 33         | n_embd 33, which n_head 4 does not divide
            n_embd              | -32        | n_embd as -32; it must be a whole number from 1
            n_embd              | 1000000000 | n_embd as 1000000000
            n_head              | 0          | n_head as 0
            n_layer             | "two"      | n_layer as "two"
            n_layer             | null       | does not give n_layer
            n_positions         | 128.5      | n_positions as 128.5
            n_ctx               | 64         | n_positions as 128, but n_ctx as 64
            vocab_size          | 1e30       | vocab_size as 1.0E30
            layer_norm_epsilon  | 0          | layer_norm_epsilon as 0
            layer_norm_epsilon  | "x"        | layer_norm_epsilon as "x"
            tie_word_embeddings | "yes"      | tie_word_embeddings as "yes"
            eos_token_id        | -1         | eos_token_id as -1
            """)
    void invalidValueIsRefusedByName(String key, String value, String words) throws IOException {
        change(key, value);
        assertRefused(words);
    }

    @Test
    void severalEndOfTextTokensAreReadAndUnknownOnesIgnored() throws IOException {
        change("eos_token_id", "[3, 0, 50256]");
        assertThat(read(folder).endOfText()).containsExactly(3, 0);
        change("eos_token_id", "null");
        assertThat(read(folder).endOfText()).isEmpty();
    }

    @Test
    void endOfTextTokensOfTheGenerationConfigAreAdded() throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [7, 0]}");
        assertThat(read(folder).endOfText()).containsExactly(0, 7);

        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": \"</s>\"}");
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(OrreryException.class)
                .hasMessage(
                        "%s gives eos_token_id as \"</s>\"; it must be a token's number.",
                        folder.resolve("generation_config.json"));
    }

    @Test
    void missingOrInvalidFileIsRefusedByName() throws IOException {
        assertRefused("There is no", "config.json", "model.safetensors and tokenizer.json");
        write("{\"model_type\": ");
        assertRefused("is not valid JSON");
        write("{\"n_embd\": 32, \"n_embd\": 48}");
        assertRefused("Duplicate");
        write("[]");
        assertRefused("does not hold a JSON object");
        // The leading zeros make it look like UTF-32, in which this is not a valid character.
        Files.write(folder.resolve("config.json"), new byte[] {0, 0, 0, '{', 9, -1, 0, 0});
        assertRefused("is not valid JSON", "UTF-32");
    }

    private void change(String key, String value) throws IOException {
        var config = (ObjectNode) Fixtures.json(Fixtures.folder("gpt2-tiny").resolve("config.json"));
        JsonNode node = JSON.readTree(value);
        config.set(key, node);
        write(config.toString());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);
    }

    private static Gpt2Config read(Path folder) throws IOException {
        return (Gpt2Config) ConfigFile.read(new ModelFolder.OnDisk(folder));
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContainingAll(words);
    }
}
