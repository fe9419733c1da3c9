package io.orrery.bench.hostile;

import static io.orrery.web.RunningServer.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.bench.RandomModel;
import io.orrery.graph.Sizes;
import io.orrery.model.ModelReference;
import io.orrery.web.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circuits of a model with many heads: one that is too large to be sent, and those that are chosen of it. */
class LargeAnswersTest {
    private static final Sizes SIZES = new Sizes(32, 2, 128, 20, 3, 16, 16, 64);
    private static final int LIMIT = 16 << 20;

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static String circuit;

    @BeforeAll
    static void traceTheLongestText() throws Exception {
        var letters = IntStream.range(0, SIZES.d_vocab())
                .mapToObj(token -> Character.toString('A' + token))
                .toList();
        var preset =
                Map.of("id", "heads", "title", "Many heads", "licence", "Apache-2.0", "maxPrompt", 64, "prompt", "ABC");
        new RandomModel(SIZES, false, 0.3, letters, "[\\s\\S]", preset).write(folder);
        server = new RunningServer(List.of(ModelReference.of(folder.toString())));
        String model = server.model();
        var tokens = IntStream.range(0, SIZES.n_ctx())
                .mapToObj(i -> Integer.toString(i * i % SIZES.d_vocab()))
                .collect(Collectors.joining(","));
        var trace = RunningServer.json(
                server.post("/api/traces", "{'model': '" + model + "', 'tokens': [" + tokens + "]}"));
        circuit = "/api/traces/" + RunningServer.id(trace) + "/why/circuit";
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void answerOfMoreThanTheLimitIsRefusedAndItsMemoryGivenBack() throws Exception {
        for (String question : List.of("", "?least=-1", "?strongest=8000000", "?leading=8000000")) {
            var refused = server.get(circuit + question);
            assertProblem(refused, 413, "too-large");
            assertThat(RunningServer.json(refused).get("code").textValue()).isEqualTo("answer-too-large");
            assertThat(RunningServer.json(refused).at("/params/limit").intValue())
                    .isEqualTo(LIMIT);
        }
        assertThat(heldBytes()).isZero();
    }

    @Test
    void chosenEdgesAreSentWholeHoweverMany() throws Exception {
        var leading = server.json(circuit + "?leading=600");
        assertThat(leading.get("edges")).hasSize(600);
        int all = leading.get("all_edges").intValue();

        var answer = server.get(circuit + "?strongest=250000");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeBetween(LIMIT / 2, LIMIT);
        var strongest = RunningServer.json(answer);
        assertThat(strongest.get("all_edges").intValue()).isEqualTo(all).isGreaterThan(600_000);
        assertThat(strongest.get("edges")).hasSize(250_000);
        double last = Double.MAX_VALUE;
        for (var edge : strongest.get("edges")) {
            double size = Math.abs(edge.get("value").doubleValue());
            assertThat(size).isLessThanOrEqualTo(last).isPositive();
            last = size;
        }
        assertThat(heldBytes()).isZero();
    }

    /** What the server reserves at present. A request gives its memory back when it has ended, which may be after its answer was read. */
    private static double heldBytes() throws Exception {
        String key = Files.readString(server.server().operatorKeyFile()).strip();
        double held = Double.NaN;
        while (held != 0) {
            var metrics = new String(
                    server.get("/metrics", "Authorization", "Bearer " + key).body(), StandardCharsets.UTF_8);
            held = metrics.lines()
                    .filter(line -> line.startsWith("orrery_memory_held_bytes "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                    .sum();
        }
        return held;
    }
}
