package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpeningTest {
    @Test
    void aPresetsOwnTextComesFirst() throws Exception {
        assertThat(Presets.open(ModelReference.of("nano-sort")).preset().prompt())
                .isEqualTo("CBABBC");
    }

    @Test
    void aModelWithoutADescriptionBeginsWithASentenceThatItCanRead() throws Exception {
        var model = Presets.open(ModelReference.of(
                Path.of("src/test/resources/fixtures/gpt2-tiny").toString()));
        String prompt = model.preset().prompt();
        assertThat(prompt).isNotEmpty();
        assertThat(model.tokenizer().encode(prompt).length)
                .isBetween(1, model.preset().maxPrompt());
    }
}
