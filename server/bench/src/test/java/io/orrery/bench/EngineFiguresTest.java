package io.orrery.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFiguresTest {
    private static final Sizes TINY = new Sizes(8, 4, 16, 600, 1, 2, 2, 8);

    @TempDir
    Path folder;

    @Test
    void figuresHaveTheDocumentedKeys() throws Exception {
        var remarks = new ArrayList<String>();
        var model = Fixtures.folder("gguf").resolve("bpe-q4_0.gguf");
        JsonNode figures = measured(Optional.of(model), remarks);

        assertThat(figures.at("/gpt2/prefillMs/1").isNumber()).isTrue();
        assertThat(figures.at("/gpt2/prefillMs/2").isNumber()).isTrue();
        assertThat(figures.at("/gpt2/nextTokenMs").isNumber()).isTrue();
        assertThat(figures.at("/smollm2/openMs").doubleValue()).isPositive();
        assertThat(figures.at("/smollm2/traceMs").doubleValue()).isPositive();
        assertThat(figures.at("/smollm2/rssMiB").isIntegralNumber()).isTrue();
        assertThat(remarks).isEmpty();
    }

    @Test
    void missingModelIsReportedAndNotMeasured() throws Exception {
        var remarks = new ArrayList<String>();

        assertThat(measured(Optional.empty(), remarks).has("smollm2")).isFalse();
        assertThat(remarks).hasSize(1).first().asString().contains("--smollm2");
    }

    @Test
    void baselineFileIsAValidGgufFile() throws Exception {
        var file = folder.resolve("model.gguf");
        GgufGpt2.write(TINY, file);

        // The reader accepts its header and all tensors, and only refuses its architecture.
        assertThatThrownBy(() -> Presets.open(file.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("gpt2")
                .hasMessageNotContaining("whole and truthful");
    }

    private static JsonNode measured(Optional<Path> smollm2, List<String> remarks) throws Exception {
        var figures = new EngineFigures(TINY, 4, new Timing(0, 1), smollm2, false, remarks::add);
        return new ObjectMapper().valueToTree(figures.measure());
    }
}
