package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server offers, and what a command computes with, if no model is named. */
class ServedModelsTest {
    @TempDir
    Path folder;

    @Test
    void serverOffersTheStoryModelFirstThenTheSortingModel() throws Exception {
        var process = KeptServer.start(folder.resolve("data"), ProcessBuilder.Redirect.DISCARD);
        try {
            JsonNode links = new JsonMapper().readTree(process.inputReader().readLine());
            var address = URI.create(links.get("solo").textValue()).resolve("/api/presets");
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

            JsonNode presets = new JsonMapper().readTree(answer.body()).get("presets");

            assertThat(presets.findValuesAsText("id")).containsExactly("tiny-tales", "nano-sort", "tiny-tales-de");
            assertThat(presets.findValuesAsText("reads")).containsExactly("words", "letters", "words");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void commandsThatNameNoModelMeanTheSortingModel() throws Exception {
        var bare = CommandLineRun.of("generate", "--prompt", "CBABBC", "--max-tokens", "6");
        var named = CommandLineRun.of("generate", "--model", "nano-sort", "--prompt", "CBABBC", "--max-tokens", "6");

        assertThat(bare.code()).isZero();
        assertThat(bare.out()).isEqualTo(named.out()).contains("ABBBCC");
    }
}
