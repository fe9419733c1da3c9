package io.orrery.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.error.OrreryException;
import io.orrery.graph.Sizes;
import io.orrery.model.Fixtures;
import io.orrery.model.Presets;
import io.orrery.model.gguf.GgufType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFiguresTest {
    private static final Sizes TINY = new Sizes(32, 8, 64, 600, 1, 4, 2, 8);
    private static final Shape LLAMA = new Shape("llama", false, TINY);
    private static final Shape GPT2 = new Shape("gpt2", true, new Sizes(32, 8, 64, 600, 1, 4, 4, 8));

    @TempDir
    Path folder;

    @Test
    void figuresHaveTheDocumentedKeys() throws Exception {
        var remarks = new ArrayList<String>();
        var model = Fixtures.folder("gguf").resolve("bpe-q4_0.gguf");
        JsonNode figures = measured(Optional.of(model), remarks);

        assertThat(figures.at("/machine/processor").textValue()).isNotEmpty();
        assertThat(figures.at("/threads").intValue()).isEqualTo(2);
        for (String type : List.of("F32", "BF16", "Q8_0", "Q4_0", "Q4_1")) {
            for (String shape : List.of("gpt2", "llama")) {
                JsonNode times = figures.path(shape).path(type);
                assertThat(times.path("prefillMs").isNumber()).as(type).isTrue();
                assertThat(times.path("nextTokenMs").isNumber()).as(type).isTrue();
            }
        }
        assertThat(figures.at("/opened/openMs").doubleValue()).isPositive();
        assertThat(figures.at("/opened/traceMs").doubleValue()).isPositive();
        assertThat(figures.at("/opened/rssMiB").isIntegralNumber()).isTrue();
        assertThat(remarks).isEmpty();
    }

    @Test
    void missingModelIsReportedAndNotMeasured() throws Exception {
        var remarks = new ArrayList<String>();

        assertThat(measured(Optional.empty(), remarks).has("opened")).isFalse();
        assertThat(remarks).hasSize(1).first().asString().contains("--smollm2");
    }

    /** Orrery reads a Llama from such a file, and of a GPT-2's the header and all tensors, but refuses its architecture. */
    @Test
    void filesThatAreWrittenForThePeerAreValid() throws Exception {
        var file = folder.resolve("model.gguf");
        RandomGguf.write(LLAMA, GgufType.Q4_1, file);
        var model = Presets.open(file.toString());
        assertThat(model.graph().sizes()).isEqualTo(TINY);
        assertThat(model.weights()
                        .get(model.graph().node("blocks.0.mlp.W_in").orElseThrow())
                        .stored())
                .isPresent();

        RandomGguf.write(GPT2, GgufType.F32, file);
        assertThatThrownBy(() -> Presets.open(file.toString()))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("gpt2")
                .hasMessageNotContaining("whole and truthful");
    }

    private static JsonNode measured(Optional<Path> smollm2, List<String> remarks) throws Exception {
        var figures = new EngineFigures(
                List.of(GPT2, LLAMA),
                List.of(GgufType.F32, GgufType.BF16, GgufType.Q8_0, GgufType.Q4_0, GgufType.Q4_1),
                4,
                2,
                new Timing(0, 1),
                smollm2,
                false,
                remarks::add);
        return new ObjectMapper().valueToTree(figures.measure());
    }
}
