package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.train.TrainedSorting;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.wire.ReadFrame;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training of somebody who walks alone, over HTTP. */
class TrainingRoutesTest {
    private static final int LARGEST_FRAME = 64 * 1024;

    @TempDir
    private Path folder;

    @Test
    void weightsPassInFewBytesAndAreExactWhenItStandsStill() throws Exception {
        try (var server = new RunningServer(options(true))) {
            JsonNode begun = ask(server, "'do':'begin','model':'nano-sort','seed':7");
            assertThat(begun.get("update").intValue()).isZero();
            assertThat(begun.has("loss")).isFalse();
            String training = "'training':'" + begun.get("training").textValue() + "'";

            JsonNode running = ask(server, "'do':'run','after':0,'perSecond':0," + training);

            assertThat(running.get("update").intValue()).isPositive();
            assertThat(running.get("loss").doubleValue()).isPositive();
            assertThat(weights(server, running)).hasSizeLessThanOrEqualTo(LARGEST_FRAME);
            JsonNode paused = ask(server, "'do':'pause'," + training);
            JsonNode stepped = ask(server, "'do':'step'," + training);
            assertThat(stepped.get("update").intValue())
                    .isEqualTo(paused.get("update").intValue() + 1);
            assertExact(server, paused);
            assertExact(server, stepped);
            JsonNode looked = ask(server, "'do':'look'," + training);
            assertThat(looked.get("model")).as("the weights before the update").isEqualTo(stepped.get("model"));
            assertThat(looked.at("/look/update").intValue())
                    .isEqualTo(stepped.get("update").intValue() + 1);
            JsonNode after = ask(server, "'do':'pause'," + training);
            assertThat(after.get("model")).isEqualTo(looked.at("/look/model"));
            assertExact(server, after);
            var text = server.trace("CBABBC");
            var read = RunningServer.json(server.post(
                    "/api/traces",
                    "{'trace':'" + RunningServer.id(text) + "','with':'"
                            + stepped.get("model").textValue() + "'}"));
            assertThat(read.get("tokens")).isEqualTo(text.get("tokens"));
            assertThat(files(folder.resolve("trained")))
                    .as("weights saved for rooms")
                    .isZero();
            assertThat(files(folder.resolve("trained").resolve("alone")))
                    .as("exact weights, before the first update and after three others")
                    .isEqualTo(4);
        }
    }

    @Test
    void serverHasOneTrainingAndARoomComesFirst() throws Exception {
        // The lease of the first does not end while its clock stands still.
        try (var server = RunningServer.computing(options(true), () -> 0)) {
            String mine = "'training':'"
                    + ask(server, "'do':'begin','model':'nano-sort'")
                            .get("training")
                            .textValue() + "'";
            ask(server, "'do':'run','after':0,'perSecond':1," + mine);

            RunningServer.assertProblem(post(server, "'do':'begin','model':'nano-sort'"), 409, "busy");

            var presenter = server.socket(server.code())
                    .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
            presenter.next("welcome");
            presenter.says("{'type':'command','id':'c1','at':1,'do':'train'}");
            presenter.next(
                    message -> message.at("/state/training/course/update").intValue() >= 1);

            var gone = RunningServer.json(post(server, "'do':'pause'," + mine));
            assertThat(gone.get("code").textValue()).isEqualTo("training-gone");
            assertThat(gone.get("title").textValue()).isEqualTo("This is over");
            assertThat(RunningServer.json(post(server, "'do':'begin','model':'nano-sort'"))
                            .get("code")
                            .textValue())
                    .isEqualTo("training-busy");
        }
    }

    @Test
    void addressThatBeginsOneTrainingAfterAnotherIsSlowedDown() throws Exception {
        try (var server = new RunningServer(options(true), () -> 0)) {
            HttpResponse<byte[]> answer;
            do {
                answer = post(server, "'do':'begin','model':'nano-sort'");
            } while (answer.statusCode() == 200);

            RunningServer.assertProblem(answer, 429, "too-fast");
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
            var problem = RunningServer.json(answer);
            assertThat(problem.get("code").textValue()).isEqualTo("too-many-trainings");
            assertThat(problem.get("detail").textValue())
                    .isEqualTo("This address has begun many trainings. Try again in 10 seconds.");
            RunningServer.assertProblem(post(server, "'do':'pause','training':'x'"), 409, "stale");
        }
    }

    @Test
    void trainingIsRefusedWhereTheOperatorForbidsIt() throws Exception {
        try (var server = new RunningServer(options(false))) {
            var refused = RunningServer.json(post(server, "'do':'begin','model':'nano-sort'"));
            assertThat(refused.get("code").textValue()).isEqualTo("training-forbidden");
            assertThat(refused.get("detail").textValue()).endsWith(".");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'do':'dance','training':'x'                        | field-not-one-of
        'do':'begin'                                       | field-not-text
        'do':'begin','model':'nano-sort','seed':9999999999 | field-out-of-range
        'do':'begin','model':'gpt9'                        | unknown-model
        'do':'begin','model':'tiny-tales'                  | cannot-train-here
        'do':'pause','training':'x'                        | training-gone
        """)
    void invalidRequestsAreRefusedBySentence(String body, String code) throws Exception {
        try (var server = new RunningServer(List.of(ModelReference.of("nano-sort"), ModelReference.of("tiny-tales")))) {
            var answer = post(server, body);
            assertThat(answer.statusCode()).isBetween(400, 499);
            var problem = RunningServer.json(answer);
            assertThat(problem.get("code").textValue()).isEqualTo(code);
            assertThat(problem.get("detail").textValue()).endsWith(".");
        }
    }

    private static long files(Path within) throws Exception {
        try (var all = Files.list(within)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static HttpResponse<byte[]> post(RunningServer server, String members) throws Exception {
        return server.post("/api/training", "{" + members + "}");
    }

    private static JsonNode ask(RunningServer server, String members) throws Exception {
        var answer = post(server, members);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return RunningServer.json(answer);
    }

    private static byte[] weights(RunningServer server, JsonNode progress) throws Exception {
        return server.get("/api/models/" + progress.get("model").textValue() + "/weights")
                .body();
    }

    private static void assertExact(RunningServer server, JsonNode progress) throws Exception {
        var training = TrainedSorting.after(progress.get("update").intValue(), 7);
        var frame = ReadFrame.of(ByteBuffer.wrap(weights(server, progress)));
        for (String name : List.of("blocks.0.mlp.b_in", "blocks.2.ln2.w")) {
            assertThat(frame.values(name))
                    .isEqualTo(training.weights().get(name).rows()[0]);
        }
    }

    private ServerOptions options(boolean training) {
        var hosting = new Hosting(Optional.of(folder), Optional.empty(), false, 3, Duration.ofHours(1), List.of());
        return new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty(), hosting)
                .withTraining(training);
    }
}
