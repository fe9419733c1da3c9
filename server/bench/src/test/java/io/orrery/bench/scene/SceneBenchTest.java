package io.orrery.bench.scene;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orrery.browser.TestBrowser;
import io.orrery.model.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SceneBenchTest {
    @Test
    void printsEveryFigure() throws Exception {
        // No time is asserted, so few moves are enough.
        JsonNode figures = figures("--moves", "4", "--hovers", "4");

        assertThat(List.copyOf(figures.properties()))
                .extracting(member -> member.getKey())
                .containsExactly(
                        "firstFrameMs",
                        "coldFirstFrameMs",
                        "textFirstKiB",
                        "transferredKiB",
                        "idleDraws",
                        "scriptMsPerFrame",
                        "hoverMs",
                        "heapMiB",
                        "instances",
                        "drawCalls");
        assertThat(figures.path("firstFrameMs").asDouble()).isPositive();
        assertThat(figures.at("/scriptMsPerFrame/nano-sort").asDouble()).isPositive();
        assertThat(figures.at("/scriptMsPerFrame/tiny-tales").asDouble()).isPositive();
        assertThat(figures.at("/scriptMsPerFrame/gpt3").asDouble()).isPositive();
        assertThat(figures.path("coldFirstFrameMs").asDouble()).isPositive();
        assertThat(figures.path("hoverMs").asDouble()).isGreaterThan(0.01);
        assertThat(figures.path("idleDraws").asInt()).isZero();
        assertThat(figures.at("/instances/gpt3").asInt()).isBetween(1000, 4000);
        assertThat(figures.at("/drawCalls/gpt3").asInt()).isBetween(1, 10);
        assertThat(figures.at("/heapMiB/gpt3").asDouble()).isBetween(1.0, 30.0);
        assertThat(figures.path("textFirstKiB").asDouble()).isBetween(10.0, 60.0);
        assertThat(figures.path("transferredKiB").asDouble()).isBetween(300.0, 560.0);
    }

    /** The points are the three letters and the longest text's, in one draw call in front of the background's. */
    @Test
    void allWordsOfAModelAreOneDrawCall() throws Exception {
        JsonNode figures = figures("--words", "nano-sort", "--moves", "4");

        var sizes = Presets.open("nano-sort").graph().sizes();
        assertThat(figures.path("points").asInt()).isEqualTo(sizes.d_vocab() + sizes.n_ctx());
        assertThat(figures.path("drawCalls").asInt()).isEqualTo(2);
        for (String time :
                List.of("openedMs", "scriptMsPerFrame", "frameMs", "machineScriptMsPerFrame", "machineFrameMs")) {
            assertThat(figures.path(time).asDouble()).as(time).isPositive();
        }
    }

    /** The figures of one run. */
    private static JsonNode figures(String... options) throws IOException {
        var printed = new StringWriter();
        var command = new CommandLine(new SceneBench()).setOut(new PrintWriter(printed, true));
        var given = new ArrayList<>(
                List.of("--runs", "1", "--chromium", TestBrowser.program().toString()));
        given.addAll(List.of(options));

        assertThat(command.execute(given.toArray(String[]::new))).isZero();

        return new ObjectMapper().readTree(printed.toString());
    }

    @ParameterizedTest
    @CsvSource({"--runs, 0, 1", "--moves, -1, 1", "--hovers, 1, 2"})
    void refusesTooFewOfAnything(String option, String given, int least) {
        var err = new StringWriter();

        int code = new CommandLine(new SceneBench())
                .setErr(new PrintWriter(err, true))
                .execute(option, given);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(option + " must be at least " + least);
    }
}
