package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code orrery pull} against a hub with one repository, which has one small file. */
class PullCommandTest {
    private static final String LISTING = """
            {"sha": "0123456789", "tags": ["license:mit"], "siblings": [
             {"rfilename": "x.gguf", "size": 2, "blobId": "9e26dfeeb6e641a33dae4961196235bdb965b21b"}]}""";

    @TempDir
    Path folder;

    private HttpServer hub;

    @BeforeEach
    void start() throws Exception {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean isListing = path.equals("/api/models/openai-community/gpt2/revision/main");
            boolean isFile = path.equals("/openai-community/gpt2/resolve/0123456789/x.gguf");
            byte[] answer = (isListing ? LISTING : "{}").getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                int status = isListing || isFile ? 200 : path.contains("/google/") ? 401 : 404;
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private CommandLineRun pull(String... more) {
        var arguments = new ArrayList<>(List.of(
                "pull", "--from", "http://127.0.0.1:" + hub.getAddress().getPort(), "--models", folder.toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void nothingIsFetchedBeforeItsSizeIsToldAndAgreedTo() {
        var run = pull("openai-community/gpt2");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("openai-community/gpt2@0123456789: 0.0 MB, x.gguf", "--yes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void repositoryIsFetchedAndNamedAsServeTakesIt() {
        var run = pull("openai-community/gpt2", "--yes");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("(mit)", "orrery serve --model openai-community--gpt2--x-0123456");
        assertThat(folder.resolve("openai-community--gpt2--x-0123456/x.gguf")).hasContent("{}");
    }

    @Test
    void suggestionsHaveTheHubsSizesAndLicences() {
        var run = pull("--list");
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("openai-community/gpt2 +0.0 MB +mit");
        // what this hub does not have is said in its row
        assertThat(run.out()).contains("The hub has no HuggingFaceTB/SmolLM2-135M-Instruct at the revision main");
        assertThat(run.out()).containsPattern("google/gemma-3-270m-it .*HF_TOKEN");
        assertThat(pull("--list", "--json").out())
                .contains(
                        "{\"name\":\"openai-community/gpt2\",\"bytes\":2,\"licence\":\"mit\"}",
                        "{\"name\":\"Qwen/Qwen3-0.6B\",\"problem\":\"The hub has no Qwen/Qwen3-0.6B");
        hub.stop(0);
        assertThat(pull("--list").err()).contains("No connection to http://127.0.0.1:");
    }

    @Test
    void nameThatIsNoRepositoryIsRefused() {
        assertThat(pull("a/b/c").err()).contains("\"a/b/c\" is no repository");
        assertThat(pull().err()).contains("--list");
    }
}
