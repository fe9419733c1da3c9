package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models, their graphs, and traces of texts. */
class ApiTest {
    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @Test
    void listsPresetsUncached() throws Exception {
        var response = server.get("/api/presets");

        JsonNode preset = RunningServer.json(response).get("presets").get(0);
        assertThat(preset.get("id").textValue()).isEqualTo("nano-sort");
        assertThat(preset.get("title").textValue()).isEqualTo("Sorting model");
        assertThat(preset.get("parameters").intValue()).isEqualTo(85_728);
        assertThat(preset.get("prompt").textValue()).isEqualTo("CBABBC");
        assertThat(preset.get("model").textValue()).matches("[0-9a-f]{32}");
        assertThat(preset.get("tokenizer").textValue()).matches("[0-9a-f]{32}");
        assertThat(RunningServer.header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void servesOnlyTheGraphOfAStructure() throws Exception {
        var gpt3 = RunningServer.json(server.get("/api/presets"))
                .path("structures")
                .path(3);
        String model = gpt3.path("model").textValue();

        var graph = RunningServer.json(server.get("/api/models/" + model + "/graph"));

        assertThat(gpt3.path("title").textValue()).isEqualTo("GPT-3");
        assertThat(gpt3.path("parameters").longValue()).isEqualTo(174_604_259_328L);
        assertThat(graph.at("/model/structureOnly").booleanValue()).isTrue();
        assertThat(graph.at("/sizes/n_layers").intValue()).isEqualTo(96);
        assertThat(graph.has("vocabulary")).isFalse();
        for (var refused : List.of(
                server.post("/api/traces", "{'model':'gpt3','prompt':'Hello'}"),
                server.post("/api/traces", "{'model':'" + model + "','tokens':[1,2]}"),
                server.get("/api/models/" + model + "/weights"),
                server.get("/api/models/" + model + "/weights/embed.W_E"))) {
            assertThat(refused.statusCode()).isEqualTo(422);
            var problem = RunningServer.json(refused);
            assertThat(problem.path("type").textValue()).isEqualTo("/problems/structure-only");
            assertThat(problem.path("detail").textValue()).contains("GPT-3 is here as structure only");
        }
    }

    /** Every page of a room fetches them, so they are compressed once. */
    @Test
    void weightsOfASmallModelTravelCompressed() throws Exception {
        String path = "/api/models/" + server.model() + "/weights";
        byte[] plain = server.get(path, "Accept-Encoding", "identity").body();

        var zipped = server.get(path, "Accept-Encoding", "gzip, br");

        assertThat(RunningServer.header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(RunningServer.header(zipped, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(zipped.body()).hasSizeLessThan(plain.length * 19 / 20);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain);
    }

    @Test
    void graphHasOneLayerAndTheirNumber() throws Exception {
        JsonNode graph = server.json("/api/models/" + server.model() + "/graph");

        assertThat(graph.get("v").intValue()).isEqualTo(1);
        assertThat(graph.at("/model/id").textValue()).isEqualTo(server.model());
        assertThat(graph.at("/model/architecture").textValue()).isEqualTo("gpt2");
        assertThat(graph.at("/model/maxPrompt").intValue()).isEqualTo(11);
        assertThat(graph.at("/model/task").toString()).isEqualTo("{\"kind\":\"sort\",\"length\":6,\"of\":\"letters\"}");
        assertThat(graph.at("/model/reads").textValue()).isEqualTo("letters");
        assertThat(graph.at("/model/hint").textValue()).contains("six letters");
        assertThat(graph.at("/sizes/n_layers").intValue()).isEqualTo(3);
        assertThat(graph.get("vocabulary").toString()).isEqualTo("[\"A\",\"B\",\"C\"]");
        assertThat(graph.at("/carry/name").textValue()).isEqualTo("blocks.{layer}.hook_resid_pre");
        assertThat(graph.at("/layer/nodes/0/name").textValue()).startsWith("blocks.{layer}.");
        assertThat(graph.at("/before/steps/0/id").textValue()).isEqualTo("start");
    }

    @Test
    void returnsTheTraceOfAPromptAlsoByItsId() throws Exception {
        JsonNode trace = server.trace("CBABBC");

        assertThat(trace.get("tokens").toString()).isEqualTo("[2,1,0,1,1,2]");
        assertThat(trace.get("text").toString()).isEqualTo("[\"C\",\"B\",\"A\",\"B\",\"B\",\"C\"]");
        assertThat(trace.get("promptLength").intValue()).isEqualTo(6);
        assertThat(trace.get("nCtx").intValue()).isEqualTo(11);
        assertThat(trace.get("model").textValue()).isEqualTo(server.model());
        assertThat(trace.get("next")).hasSize(3);
        assertThat(trace.at("/next/0/text").textValue()).isEqualTo("A");
        assertThat(server.json("/api/traces/" + RunningServer.id(trace))).isEqualTo(trace);
    }

    @Test
    void tokensGiveTheSameTraceAsTheirText() throws Exception {
        var response = server.post("/api/traces", "{'model':'" + server.model() + "','tokens':[2,1,0,1,1,2]}");

        assertThat(RunningServer.json(response)).isEqualTo(server.trace("CBABBC"));
    }

    @Test
    void generatesTheSortedLettersUntilTheContextIsFull() throws Exception {
        JsonNode trace = server.trace("CBABBC");
        for (int i = 0; i < 5; i++) {
            trace = RunningServer.json(server.post(
                    "/api/traces", "{'trace':'" + RunningServer.id(trace) + "','generate':{'temperature':0}}"));
        }

        assertThat(trace.get("tokens").toString()).isEqualTo("[2,1,0,1,1,2,0,1,1,1,2]");
        assertThat(trace.get("promptLength").intValue()).isEqualTo(6);
        assertThat(trace.at("/next/0/text").textValue()).isEqualTo("C");
        var full = server.post("/api/traces", "{'trace':'" + RunningServer.id(trace) + "','append':[0]}");
        RunningServer.assertProblem(full, 422, "context-full");
        assertThat(RunningServer.json(full).get("limit").intValue()).isEqualTo(11);
    }

    @Test
    void answersNotModifiedForACurrentTag() throws Exception {
        String path = "/api/traces/" + RunningServer.id(server.trace("CBA")) + "/steps/embed";
        String tag = RunningServer.header(server.get(path), "ETag");

        var again = server.get(path, "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }
}
