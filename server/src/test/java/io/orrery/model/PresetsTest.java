package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.graph.Node;
import io.orrery.model.config.Gpt2Config;
import io.orrery.model.file.ElementType;
import io.orrery.model.file.ModelFolder;
import io.orrery.model.preset.Preset;
import io.orrery.model.preset.PresetFile;
import io.orrery.model.preset.Task;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.model.weights.Gpt2Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2-tiny",
                "gpt2-tiny-untied-erf",
                "llama-tiny",
                "llama-tiny-tied",
                "llama3-rope-tiny",
                "qwen2-tiny",
                "mistral-tiny"
            })
    void everyWeightOfTheReferenceIsLoadedWithItsNameAndShape(String name) throws IOException {
        var model = Presets.open(Fixtures.folder(name).toString());
        try (var reference = Safetensors.open(Fixtures.reference(name, "weights.safetensors"))) {
            assertThat(model.graph().weights().stream().map(Node::name))
                    .containsExactlyInAnyOrderElementsOf(reference.names());
            for (var node : model.graph().weights()) {
                var weight = model.weights().get(node);
                assertThat(weight.layout().shape()).as(node.name()).containsExactly(reference.shape(node.name()));
                assertThat(weight.toArray()).as(node.name()).containsExactly(reference.read(node.name()));
            }
        }
    }

    @Test
    void hubsFileLayoutGivesTheSameModel() throws IOException {
        var model = Presets.open(Fixtures.folder("gpt2-tiny").toString());
        var hub = Presets.open(Fixtures.folder("gpt2-tiny-hub").toString());
        assertThat(hub.id()).isEqualTo(model.id()).matches("[0-9a-f]{32}");
    }

    @Test
    void anyChangeOfConfigurationTokenizerOrWeightsGivesAnotherId() throws IOException {
        var before = Presets.open(Fixtures.copy("gpt2-tiny", folder).toString()).id();
        var seen = new java.util.HashSet<String>();
        seen.add(before);
        for (var file : new String[] {"config.json", "tokenizer.json"}) {
            var path = folder.resolve(file);
            var text = Files.readString(path);
            Files.writeString(
                    path,
                    file.equals("config.json")
                            ? text.replace("1e-05", "2e-05")
                            : text.replace("\"truncation\"", " \"truncation\""));
            assertThat(seen.add(Presets.open(folder.toString()).id())).as(file).isTrue();
        }
        var weights = folder.resolve("model.safetensors");
        var bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(seen.add(Presets.open(folder.toString()).id())).isTrue();
    }

    @Test
    void writtenModelIsReadBackUnchanged() throws IOException {
        for (var name : new String[] {"gpt2-tiny", "gpt2-tiny-untied-erf"}) {
            var model = Presets.open(Fixtures.folder(name).toString());
            var copy = Files.createDirectory(folder.resolve(name));
            Fixtures.copy(name, copy);
            Gpt2Checkpoint.write(
                    copy.resolve("model.safetensors"),
                    (Gpt2Config) model.config(),
                    model.graph().weights().stream()
                            .collect(Collectors.toMap(
                                    Node::name, node -> model.weights().get(node))),
                    ElementType.F32);
            assertThat(Presets.open(copy.toString()).id()).isEqualTo(model.id());
        }
    }

    @Test
    void folderNameIsTheModelsNameUnlessAPresetFileGivesAnother() throws IOException {
        var plain = Presets.open(Fixtures.folder("gpt2-tiny").toString()).preset();
        assertThat(plain.id()).isEqualTo("gpt2-tiny");
        assertThat(plain.title()).isEqualTo("GPT2 tiny");
        assertThat(plain.maxPrompt()).isBetween(1, 128);
        assertThat(plain.prompt()).isEqualTo("Once upon a time");
        assertThat(plain.hint()).isEmpty();
        assertThat(plain.task()).isEqualTo(new Task.Unknown());
        Fixtures.copy("gpt2-tiny", folder);
        Files.writeString(folder.resolve("preset.json"), """
            {"id": "tiny", "title": "A tiny model", "licence": "MIT", "maxPrompt": 24, "prompt": "Lily",
             "task": "It was trained to tell stories to small children.", "hint": "Names work best.",
             "prompts": ["Lily", "A dog"], "kinds": {"Names": ["Lily"]}, "checkpoints": [0, 10], "updates": 20,
             "languages": {"en": "tiny", "de": "winzig"}}
            """);
        assertThat(Presets.open(folder.toString()).preset())
                .isEqualTo(new Preset(
                        "tiny",
                        "A tiny model",
                        "MIT",
                        24,
                        "Lily",
                        new Task.Told("It was trained to tell stories to small children."),
                        "Names work best.",
                        java.util.List.of("Lily", "A dog"),
                        java.util.List.of(),
                        java.util.List.of(new Preset.Kind("Names", java.util.List.of("Lily"))),
                        java.util.List.of(0, 10),
                        java.util.OptionalInt.of(20),
                        java.util.Map.of("en", "tiny", "de", "winzig")));
    }

    @Test
    void checkpointIsSelectedByItsStep() throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        Files.createDirectory(folder.resolve("checkpoints"));
        Files.move(folder.resolve("model.safetensors"), folder.resolve("checkpoints/400.safetensors"));
        assertThat(Presets.open(folder + "@400").id())
                .isEqualTo(Presets.open(Fixtures.folder("gpt2-tiny").toString()).id());
        assertRefused(folder + "@401", "has no checkpoint \"401\"", "it has none");
        assertRefused(folder + "@../x", "has no checkpoint \"../x\"");
    }

    @Test
    void builtInPresetDescribesTheSortingModel() throws IOException {
        var config = Presets.config("nano-sort");
        assertThat(config.graph().parameters()).isEqualTo(85_728);
        assertThat(config.tied()).isFalse();
        assertThat(config.sizes().n_ctx()).isEqualTo(11);
        assertThat(config.endOfText()).isEmpty();
        Presets.copyDescription("nano-sort", folder);
        var preset = PresetFile.read(
                new ModelFolder.OnDisk(folder),
                PresetFile.unnamed("copy", "copy", "", config.sizes(), ""),
                config.sizes());
        assertThat(preset.id()).isEqualTo("nano-sort");
        assertThat(preset.prompt()).isEqualTo("CBABBC");
        assertThat(folder.resolve("tokenizer.json")).exists();
    }

    @Test
    void builtInPresetOpensAtEachOfItsCheckpoints() throws IOException {
        var model = Presets.open("nano-sort");
        assertThat(model.preset().checkpoints()).hasSizeGreaterThanOrEqualTo(12);
        var ids = new java.util.HashSet<String>();
        ids.add(model.id());
        for (int step : model.preset().checkpoints()) {
            var earlier = Presets.open("nano-sort@" + step);
            assertThat(earlier.config()).isEqualTo(model.config());
            assertThat(earlier.preset().id()).isEqualTo("nano-sort@" + step);
            assertThat(earlier.preset().title()).isEqualTo("Sorting model, step " + step);
            ids.add(earlier.id());
        }
        assertThat(ids).hasSize(1 + model.preset().checkpoints().size());
    }

    @Test
    void unknownModelIsRefusedWithTheKnownOnes() {
        assertRefused("nano-sorted", "no model \"nano-sorted\"", "nano-sort", "folder");
        assertRefused("", "no model \"\"");
        assertRefused("a\0b", "no model");
        assertRefused(Fixtures.folder("gpt2-tiny").resolve("config.json").toString(), "no model");
        assertRefused("nano-sort@401", "has no checkpoint \"401\"", "it has 0, 25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.json"})
    void missingFileIsNamed(String file) throws IOException {
        Files.delete(Fixtures.copy("gpt2-tiny", folder).resolve(file));
        assertRefused(folder.toString(), "There is no " + folder.resolve(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        transformer.h.1.mlp.c_fc.weight | -      | has no tensor "transformer.h.1.mlp.c_fc.weight", which should be of shape [32, 128]
        transformer.wpe.weight          | 64,32  | "transformer.wpe.weight" of shape [64, 32]; by config.json it should be [128, 32]
        transformer.wpe.weight          | 4096   | of shape [4096]; by config.json it should be [128, 32]
        transformer.h.0.attn.c_attn.weight | 96,32 | of shape [96, 32]; by config.json it should be [32, 96]
        transformer.h.2.ln_1.weight     | 32     | has a tensor "transformer.h.2.ln_1.weight", which GPT-2 of this config.json does not have
        h.0.attn.bias                   | 1      | has a tensor "h.0.attn.bias", which GPT-2
        lm_head.weight                  | 512,32 | "lm_head.weight" that differs from "transformer.wte.weight", but config.json says that they are tied
        """)
    void missingMisshapenOrUnexpectedTensorIsRefusedByName(String tensor, String shape, String words)
            throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        rewrite(all -> {
            if (shape.equals("-")) {
                all.remove(tensor);
            } else {
                int[] sizes = Arrays.stream(shape.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                all.put(tensor, new Stored(sizes, new float[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)]));
            }
        });
        assertRefused(folder.toString(), folder.resolve("model.safetensors").toString(), words);
    }

    @Test
    void tiedHeadThatIsAlsoStoredIsAccepted() throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        rewrite(all -> all.put("lm_head.weight", all.get("transformer.wte.weight")));
        assertThat(Presets.open(folder.toString()).id())
                .isEqualTo(Presets.open(Fixtures.folder("gpt2-tiny").toString()).id());
    }

    @Test
    void weightThatIsNaNIsRefused() throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        rewrite(all -> all.get("transformer.h.1.ln_2.weight").values()[7] = Float.NaN);
        assertRefused(folder.toString(), "NaN", "transformer.h.1.ln_2.weight");
    }

    @Test
    void hugeVocabularyIsRefusedBeforeMemoryIsAllocated() throws IOException {
        Fixtures.copy("gpt2-tiny", folder);
        var config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"vocab_size\": 512", "\"vocab_size\": 16000000"));
        assertRefused(folder.toString(), "\"transformer.wte.weight\" of shape [512, 32]", "[16000000, 32]");
    }

    @Test
    void truncatedFileIsRefused() throws IOException {
        var file = Fixtures.copy("gpt2-tiny", folder).resolve("model.safetensors");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100_000));
        assertRefused(folder.toString(), file.toString(), "cut short");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"id": 3}                                                                                 | "id" as a text
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 0}                    | maxPrompt as 0
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 200}                  | context is 128
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "hint": 6}         | "hint" as a text
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "checkpoints": [""]} | checkpoints as ""
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "task": {"add": 2}} | task as {"add":2}
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "task": {"sort": 65}} | task as {"sort":65}
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "task": {"sort": 0}} | task.sort as 0
        {"id": "a", "title": "b", "licence": "", "prompt": "", "maxPrompt": 9, "task": ""}         | task as ""
        """)
    void invalidPresetFileIsRefused(String json, String words) throws IOException {
        Files.write(Fixtures.copy("gpt2-tiny", folder).resolve("preset.json"), json.getBytes(StandardCharsets.UTF_8));
        assertRefused(folder.toString(), "preset.json", words);
    }

    private record Stored(int[] shape, float[] values) {}

    private void rewrite(java.util.function.Consumer<Map<String, Stored>> change) throws IOException {
        var file = folder.resolve("model.safetensors");
        Map<String, Stored> all = new LinkedHashMap<>();
        try (var old = Safetensors.open(file)) {
            for (var name : old.names()) {
                all.put(name, new Stored(old.shape(name), old.read(name)));
            }
        }
        change.accept(all);
        var writer = new SafetensorsWriter(Map.of());
        all.forEach((name, stored) -> writer.add(name, stored.shape(), stored::values));
        writer.write(file);
    }

    private static void assertRefused(String reference, String... words) {
        assertThatThrownBy(() -> Presets.open(reference))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll(words);
    }
}
