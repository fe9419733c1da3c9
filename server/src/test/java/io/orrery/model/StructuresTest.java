package io.orrery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuresTest {
    /** Counts from Hugging Face's transformers for the published checkpoints; a tied table counts once. */
    @ParameterizedTest
    @CsvSource({"gpt2-small, 124439808", "gpt2-xl, 1557611200", "llama3-8b, 8030261248"})
    void declaredModelHasAsManyParametersAsItsPublishedCheckpoint(String preset, long parameters) throws IOException {
        assertThat(structure(preset).graph().parameters()).isEqualTo(parameters);
    }

    /** Table 2.1 of Brown et al. 2020: 96 layers, d_model 12288, 96 heads of 128; n_ctx 2048; 175.0B parameters. */
    @Test
    void gpt3HasTheParametersThatItsPapersShapesGive() throws IOException {
        long d = 12_288;
        long attention = 4 * (d * d + d);
        long mlp = 2 * 4 * d * d + 4 * d + d;
        long norms = 2 * 2 * d;
        long tables = 50_257 * d + 2_048 * d;
        long counted = tables + 96 * (attention + mlp + norms) + 2 * d;

        var gpt3 = structure("gpt3");

        assertThat(gpt3.graph().parameters()).isEqualTo(counted);
        assertThat(counted / 1e9).isBetween(174.0, 176.0);
        assertThat(gpt3.graph().sizes().d_head()).isEqualTo(128);
    }

    @Test
    void structureUsesTheDeclarationOfRunnableModels() throws IOException {
        assertThat(structure("gpt2-small")
                        .graph()
                        .declaration()
                        .layers()
                        .of(0)
                        .section()
                        .steps())
                .hasSameSizeAs(Presets.open("nano-sort")
                        .graph()
                        .declaration()
                        .layers()
                        .of(0)
                        .section()
                        .steps());
        assertThat(structure("llama3-8b").graph().declaration().architecture()).isEqualTo("llama");
    }

    @Test
    void everyStructureHasItsOwnIdAndCitesItsSource() throws IOException {
        List<Structure> all = Structures.read();

        assertThat(all).extracting(Structure::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(all).extracting(Structure::source).allMatch(source -> source.startsWith("The shapes are those of"));
        assertThat(all).extracting(each -> each.graph().parameters()).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt3", "gpt2-small", "llama3-8b@400"})
    void structureWithoutWeightsCannotBeOpened(String name) {
        assertThatThrownBy(() -> Presets.open(name))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("structure only")
                .hasMessageContaining("no weights");
    }

    private static Structure structure(String preset) throws IOException {
        return Structures.read().stream()
                .filter(each -> each.preset().equals(preset))
                .findFirst()
                .orElseThrow();
    }
}
