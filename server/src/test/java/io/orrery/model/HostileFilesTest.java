package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that were changed at random: they open, or a sentence says why not. */
class HostileFilesTest {
    private static final int TRIES = 200;

    /** Most of what can go wrong stands at the start of a file. */
    private static final int HEADER = 16_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "llama-tiny, config.json",
        "llama-tiny, model.safetensors",
        "mistral-tiny, tokenizer.json",
        "llama-tiny-sharded, model.safetensors.index.json",
        "llama-tiny-lora, adapter_config.json",
        "llama-tiny-lora, adapter_model.safetensors",
        "gguf, bpe-q4_0.gguf",
        "gguf, spm-q4_k_m.gguf"
    })
    void aFileChangedAtRandomOpensOrIsRefusedInAPlainSentence(String model, String name) throws IOException {
        byte[] original = Files.readAllBytes(Fixtures.folder(model).resolve(name));
        if (!model.equals("gguf")) {
            Fixtures.copy(model, folder);
        }
        var random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            Files.write(folder.resolve(name), mutated(original, random));
            try {
                open(model, name).tokenizer().encode("The fox");
            } catch (BadInputException e) {
                refused++;
                assertThat(e.getMessage()).endsWith(".").doesNotContain("Exception", "\tat ");
            }
        }
        assertThat(refused).isPositive();
    }

    private Model open(String model, String file) throws IOException {
        if (model.endsWith("-lora")) {
            return Presets.open(
                    new ModelReference(Fixtures.folder("llama-tiny").toString(), Optional.of(folder.toString())));
        }
        return Presets.open(model.equals("gguf") ? folder.resolve(file).toString() : folder.toString());
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int within = Math.min(bytes.length, HEADER);
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(within)] = (byte) random.nextInt(256);
            case 1 -> bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                int at = random.nextInt(within);
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) (random.nextBoolean() ? 0xff : 0x7f));
            }
            default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        return bytes;
    }
}
