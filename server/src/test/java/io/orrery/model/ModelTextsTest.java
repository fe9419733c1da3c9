package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.model.preset.Preset;
import io.orrery.model.preset.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the strings files say of the shipped models is, in English, what their presets say. */
class ModelTextsTest {
    private static final Path ENGLISH = Path.of("../web-client/src/main/web/strings/en/models.json");

    @Test
    void englishTextsAreThoseOfThePresets() throws IOException {
        JsonNode texts = new ObjectMapper().readTree(ENGLISH.toFile());
        Set<String> kinds = new TreeSet<>();
        for (ModelReference each : Presets.served()) {
            Preset preset = Presets.open(each).preset();
            assertThat(texts.at("/models/" + preset.id()).asText()).isEqualTo(preset.title());
            assertThat(texts.at("/modelHint/" + preset.id()).asText()).isEqualTo(preset.hint());
            if (preset.task() instanceof Task.Told told) {
                assertThat(texts.at("/modelTask/" + preset.id()).asText()).isEqualTo(told.sentence());
            }
            preset.kinds().forEach(kind -> kinds.add(kind.name()));
        }
        assertThat(kinds).isNotEmpty();
        assertThat(texts.get("modelKind").properties())
                .allSatisfy(kind -> assertThat(kind.getValue().textValue()).isEqualTo(kind.getKey()));
        assertThat(texts.get("modelKind").properties().stream().map(kind -> kind.getKey()))
                .containsExactlyInAnyOrderElementsOf(kinds);
    }
}
