package io.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.StorageError;
import io.orrery.web.http.Problem;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be answered get a problem with a type and a sentence. */
class ApiProblemsTest {
    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    /** Such as a room on a full disk, which may be opened once there is space. */
    @Test
    void whatCannotBeKeptIsUnavailableForNow() {
        assertThat(Problem.of(new StorageError.StorageNotWritable()).json())
                .containsEntry("status", 503)
                .containsEntry("type", "/problems/storage")
                .containsEntry("title", "The server cannot keep this")
                .containsEntry("code", "storage-not-writable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'nano-sort','prompt':'CBX'} | 422 | unknown-token",
                "{'model':'nano-sort','prompt':''} | 422 | empty-prompt",
                "{'model':'nano-sort','tokens':[]} | 422 | empty-prompt",
                "{'model':'nano-sort','prompt':'ABCABCABCABC'} | 422 | prompt-too-long",
                "{'model':'nano-sort','tokens':[0,3]} | 422 | unknown-token",
                "{'model':'nano-sort','tokens':[-1]} | 422 | unknown-token",
                "{'model':'gpt5','prompt':'A'} | 404 | unknown-model",
                "{'trace':'00','append':[0]} | 404 | unknown-trace",
                "{'trace':'00','generate':{}} | 404 | unknown-trace",
                "{'model':'nano-sort'} | 400 | malformed",
                "{'model':7,'prompt':'A'} | 400 | malformed",
                "{'prompt':'A'} | 400 | malformed",
                "{'model':'nano-sort','tokens':[0.5]} | 400 | malformed",
                "{'trace':'00','generate':{'temperature':-1}} | 400 | malformed",
                "[] | 400 | malformed",
                "{ | 400 | malformed",
            })
    void refusesAnImpossibleTrace(String body, int status, String type) throws Exception {
        RunningServer.assertProblem(server.post("/api/traces", body), status, type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'nano-sort'} | no-trace-described | {}",
                "{'model':7,'prompt':'A'} | field-not-text | {'field':'request.model','longest':128}",
                "{'model':'nano-sort','prompt':7} | field-text-too-long | {'field':'request.prompt','longest':65536}",
                "{'model':'nano-sort','tokens':[0.5]} | field-not-integers | {'field':'request.tokens','most':8192}",
                "{'model':'nano-sort','chat':[7]} | field-not-object | {'field':'request.chat'}",
                "{'model':'nano-sort','chat':7} | field-not-list | {'field':'request.chat','most':64}",
                "{'trace':'00','back':-1} | field-not-count | {'field':'request.back'}",
                "{'trace':'00','generate':{'topP':'1'}} | field-not-number | {'field':'request.generate.topP'}",
                "{'trace':'00','generate':{'topP':2}} | unusable-sampling | {'setting':'topP','value':'2.0'}",
                "[] | field-not-object | {'field':'request'}",
                "{\u202e<b> | broken-json | {'line':1,'character':2}",
            })
    void refusesAMalformedBodyWithCodeAndParameters(String body, String code, String params) throws Exception {
        JsonNode problem = RunningServer.json(server.post("/api/traces", body));

        assertThat(problem.get("code").textValue()).isEqualTo(code);
        assertThat(problem.get("params").toString().replace('"', '\'')).isEqualTo(params);
        assertThat(problem.get("type").textValue()).isEqualTo("/problems/malformed");
    }

    @Test
    void tellsTheLimitIfAPromptIsTooLong() throws Exception {
        JsonNode problem =
                RunningServer.json(server.post("/api/traces", "{'model':'nano-sort','prompt':'ABCABCABCABC'}"));

        assertThat(problem.get("limit").intValue()).isEqualTo(11);
        assertThat(problem.get("tokens").intValue()).isEqualTo(12);
        assertThat(problem.get("detail").textValue()).contains("12 tokens").contains("at most 11");
    }

    @Test
    void refusesALargeBody() throws Exception {
        String prompt = "A".repeat(70_000);

        RunningServer.assertProblem(
                server.post("/api/traces", "{'model':'nano-sort','prompt':'" + prompt + "'}"), 413, "body-too-large");
    }

    @Test
    void refusesAPageOfAnotherOrigin() throws Exception {
        String body = "{'model':'nano-sort','prompt':'A'}";

        RunningServer.assertProblem(
                server.post("/api/traces", body, "Origin", "http://evil.example"), 403, "foreign-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/models/00/graph, unknown-model",
        "/api/models/nano-sort/graph, unknown-model",
        "/api/traces/00, unknown-trace",
        "/api/traces/00/steps/start, unknown-trace",
        "/api/traces/00/tensors/logits, unknown-trace",
        "/api/traces/{trace}/steps/blocks.7, unknown-step",
        "/api/traces/{trace}/tensors/hook_nothing, unknown-tensor",
        "/api/traces/{trace}/tensors/embed.W_E, unknown-tensor",
        "/api/traces/{trace}/explain?name=nothing&cell=0, unknown-tensor",
        "'/api/traces/{trace}/explain?name=logits&cell=0,3', unknown-cell",
        "'/api/traces/{trace}/explain?name=logits&cell=0,0,0', unknown-cell",
        "/api/models/{model}/weights/logits, unknown-tensor",
        "/nothing, not-served",
    })
    void answersNotFoundWithItsType(String path, String type) throws Exception {
        String known =
                path.replace("{trace}", RunningServer.id(server.trace("CBA"))).replace("{model}", server.model());

        RunningServer.assertProblem(server.get(known), 404, type);
    }

    @ParameterizedTest
    @CsvSource({
        "tensors/logits?rows=0:9",
        "tensors/logits?rows=2:2",
        "tensors/logits?rows=-1:2",
        "tensors/logits?rows=x",
        "tensors/logits?columns=0:4",
        "tensors/logits?pool=0",
        "tensors/logits?pool=9999999",
        "tensors/blocks.0.attn.hook_q?heads=3:4",
        "tensors/logits?dtype=f64",
        "explain?name=logits",
        "'explain?name=logits&cell=-1,0'",
        "'explain?name=logits&cell=99999999999,0'",
    })
    void refusesMalformedParameters(String path) throws Exception {
        RunningServer.assertProblem(
                server.get("/api/traces/" + RunningServer.id(server.trace("CBA")) + "/" + path), 400, "malformed");
    }

    @Test
    void refusesACellOfTwoThousandNumbers() throws Exception {
        String trace = RunningServer.id(server.trace("CBA"));
        String cell = "0" + ",0".repeat(1999);

        RunningServer.assertProblem(
                server.get("/api/traces/" + trace + "/explain?name=logits&cell=" + cell), 400, "malformed");
    }

    @Test
    void problemsAreNotCached() throws Exception {
        var response = server.get("/api/traces/00/steps/start");

        assertThat(RunningServer.header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(response.headers().firstValue("ETag")).isEmpty();
    }
}
