package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in story model, whose tokens are words. */
class StoryModelTest {
    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(ModelReference.of("tiny-tales"), ModelReference.of("nano-sort")));
    }

    @Test
    void graphSaysThatTheModelReadsWordsAndListsThem() throws Exception {
        JsonNode graph = server.json("/api/models/" + server.model() + "/graph");

        assertThat(graph.at("/model/preset").textValue()).isEqualTo("tiny-tales");
        assertThat(graph.at("/model/reads").textValue()).isEqualTo("words");
        assertThat(graph.at("/model/task/kind").textValue()).isEqualTo("told");
        assertThat(graph.get("vocabulary")).hasSize(graph.at("/sizes/d_vocab").intValue());
        assertThat(graph.get("vocabulary").toString()).contains("\"<end>\",\".\",", "\" Lily\"", "\" woof\"");
        var sorting =
                RunningServer.json(server.get("/api/presets")).path("presets").path(1);
        assertThat(server.json("/api/models/" + sorting.path("model").textValue() + "/graph")
                        .at("/model/reads")
                        .textValue())
                .isEqualTo("letters");
    }

    @Test
    void textOfATraceBeginsWithoutASpace() throws Exception {
        var trace = RunningServer.json(
                server.post("/api/traces", "{'model':'tiny-tales','prompt':'lily and tom went to the park, Tom ran'}"));

        assertThat(trace.get("text").toString())
                .isEqualTo("[\"Lily\",\" and\",\" Tom\",\" went\",\" to\",\" the\",\" park\",\",\",\" Tom\",\" ran\"]");
        assertThat(trace.at("/next/0/text").textValue()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Lily has a rabbit       | unknown-token   | does not know the word "has"; the nearest that it knows are
        The cat is red!         | unknown-token   | does not know the mark "!"; the marks that it knows are
        ` `                     | empty-prompt    | The prompt is empty
        """)
    void textThatTheModelCannotReadIsRefusedBySentence(String prompt, String type, String words) throws Exception {
        var refused = server.post("/api/traces", "{'model':'tiny-tales','prompt':'" + prompt + "'}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(RunningServer.json(refused).path("type").textValue()).isEqualTo("/problems/" + type);
        assertThat(RunningServer.json(refused).path("detail").textValue()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nano-sort  | Lily and Tom ran      | Story model can read this text.
        tiny-tales | CBABBC                | Sorting model can read this text.
        """)
    void refusalNamesTheModelsThatCanReadTheText(String model, String prompt, String words) throws Exception {
        for (var path : List.of("/api/traces", "/api/tokens")) {
            var refused =
                    server.post(path, "{'model':'%s','prompt':'%s','text':'%s'}".formatted(model, prompt, prompt));

            assertThat(RunningServer.json(refused).path("detail").textValue()).endsWith(words);
        }
    }

    @Test
    void noModelIsNamedIfNoneCanReadTheText() throws Exception {
        var refused = server.post("/api/tokens", "{'model':'tiny-tales','text':'Tim and CBABBC'}");

        assertThat(RunningServer.json(refused).path("detail").textValue()).endsWith("it does not know CBABBC either.");
    }

    @Test
    void textThatDoesNotFitIsRefused() throws Exception {
        var refused = server.post("/api/traces", "{'model':'tiny-tales','prompt':'" + "the cat ".repeat(40) + "'}");

        assertThat(RunningServer.json(refused).path("type").textValue()).isEqualTo("/problems/prompt-too-long");
        assertThat(RunningServer.json(refused).path("detail").textValue()).contains("80 tokens", "at most 64");
    }
}
