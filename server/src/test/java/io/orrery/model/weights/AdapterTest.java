package io.orrery.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import io.orrery.model.Fixtures;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading of LoRA adapters. {@code ReferenceTest} checks the resulting numbers. */
class AdapterTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void adapterChangesTheModelsIdAndWeights() throws IOException {
        var base = Fixtures.open("llama-tiny");
        var adapted = Fixtures.open("llama-tiny-lora");
        assertThat(adapted.id()).isNotEqualTo(base.id());
        assertThat(changed(base, adapted))
                .isNotEmpty()
                .allMatch(name -> name.endsWith("attn.W_Q") || name.endsWith("attn.W_V") || name.endsWith("mlp.W_out"));
        assertThat(adapted.preset().id()).isEqualTo("llama-tiny+llama-tiny-lora");
        assertThat(adapted.preset().title()).isEqualTo("Llama tiny + Llama tiny lora");
        assertThat(adapted.preset().prompt()).isEqualTo(base.preset().prompt());
    }

    @Test
    void rankStabilisedScalingDividesByTheRootOfTheRank() throws IOException {
        var base = Fixtures.open("llama-tiny");
        var plain = Fixtures.open("llama-tiny-lora");
        change("use_rslora", "true");
        var stabilised = open("llama-tiny");
        var node = base.graph().node("blocks.0.attn.W_Q").orElseThrow();
        float before = base.weights().get(node).at(1, 2, 3);
        // The rank is 4: alpha / √4 is twice alpha / 4.
        assertThat(stabilised.weights().get(node).at(1, 2, 3) - before)
                .isCloseTo(2 * (plain.weights().get(node).at(1, 2, 3) - before), within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama3-rope-tiny", "mistral-tiny"})
    void adapterForAnotherModelIsRefused(String other) throws IOException {
        Fixtures.copy("llama-tiny-lora", folder);
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll("adapter_model.safetensors", "is an adapter for another model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            peft_type         | "IA3"                | sets "peft_type" to "IA3"; Orrery reads "LORA" only
            bias              | "all"                | sets "bias" to "all"
            use_dora          | true                 | sets "use_dora" to true
            lora_bias         | true                 | sets "lora_bias" to true
            init_lora_weights | "pissa"              | sets "init_lora_weights" to "pissa"
            rank_pattern      | {"q_proj": 8}        | sets "rank_pattern"
            alpha_pattern     | {"q_proj": 8}        | sets "alpha_pattern"
            modules_to_save   | ["lm_head"]          | sets "modules_to_save"
            layer_replication | [[0, 1]]             | sets "layer_replication"
            alora_invocation_tokens | [1]            | sets "alora_invocation_tokens"
            r                 | 0                    | gives r as 0
            r                 | 8                    | is of shape [4, 88]; here it should be [8, 88]
            lora_alpha        | "x"                  | gives lora_alpha as "x"
            """)
    void unsupportedSettingIsRefusedByName(String key, String value, String words) throws IOException {
        change(key, value);
        assertThatThrownBy(() -> open("llama-tiny"))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    @Test
    void unexpectedTensorIsRefusedByName() throws IOException {
        Fixtures.copy("llama-tiny-lora", folder);
        var writer = new SafetensorsWriter(Map.of());
        try (var old = Safetensors.open(Fixtures.folder("llama-tiny-lora").resolve("adapter_model.safetensors"))) {
            for (var name : old.names()) {
                float[] values = old.read(name);
                writer.add(
                        name.replace("layers.1.self_attn.q_proj", "layers.7.self_attn.q_proj"),
                        old.shape(name),
                        () -> values);
            }
        }
        writer.write(folder.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> open("llama-tiny")).hasMessageContaining("layers.7.self_attn.q_proj");
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter_config.json", "adapter_model.safetensors"})
    void missingFileIsNamed(String file) throws IOException {
        Files.delete(Fixtures.copy("llama-tiny-lora", folder).resolve(file));
        assertThatThrownBy(() -> open("llama-tiny")).hasMessageContaining("There is no " + folder.resolve(file));
    }

    private void change(String key, String value) throws IOException {
        Fixtures.copy("llama-tiny-lora", folder);
        var file = folder.resolve("adapter_config.json");
        var config = (ObjectNode) Fixtures.json(file);
        config.set(key, JSON.readTree(value));
        Files.writeString(file, config.toString());
    }

    private Model open(String base) throws IOException {
        return Presets.open(new ModelReference(Fixtures.folder(base).toString(), Optional.of(folder.toString())));
    }

    private static java.util.List<String> changed(Model base, Model adapted) {
        return base.graph().weights().stream()
                .filter(node -> !Arrays.equals(
                        base.weights().get(node).toArray(),
                        adapted.weights().get(node).toArray()))
                .map(node -> node.name())
                .toList();
    }
}
