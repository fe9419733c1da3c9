package io.orrery.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are split into several files. */
class ShardsTest {
    private static final String SECOND = "model-00002-of-00004.safetensors";

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        Fixtures.copy("llama-tiny-sharded", folder);
    }

    @Test
    void shardedModelEqualsTheSingleFileModel() throws IOException {
        assertThat(Presets.open(folder.toString()).id())
                .isEqualTo(Fixtures.open("llama-tiny").id());
    }

    @Test
    void missingShardIsNamed() throws IOException {
        Files.delete(folder.resolve(SECOND));
        assertRefused("There is no " + folder.resolve(SECOND), "needs all of them");
    }

    @Test
    void truncatedShardIsNamed() throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(SECOND));
        Files.write(folder.resolve(SECOND), java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(folder.resolve(SECOND).toString(), "cut short");
    }

    @Test
    void duplicatedShardIsRefused() throws IOException {
        Files.copy(
                folder.resolve("model-00001-of-00004.safetensors"),
                folder.resolve(SECOND),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused("model.safetensors.index.json", "twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            weight_map         | weight_mop                  | has no "weight_map"
            "model-00002-of    | "../model-00002-of          | must be the name of a file beside it
            "model-00002-of    | "/etc/model-00002-of        | must be the name of a file beside it
            "model.norm.weight | "model.normal.weight        | says that "model.normal.weight" is in
            """)
    void inconsistentIndexIsRefused(String text, String instead, String words) throws IOException {
        var index = folder.resolve(Shards.INDEX);
        Files.writeString(index, Files.readString(index).replace(text, instead));
        assertRefused(index.toString(), words);
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> Presets.open(folder.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContainingAll(words);
    }
}
