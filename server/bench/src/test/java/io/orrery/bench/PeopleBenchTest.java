package io.orrery.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the benchmark with few people. It ends only once everybody is answered. Times are not asserted. */
class PeopleBenchTest {
    @Test
    void everyAnswerIsAnswered() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new PeopleBench())
                .setOut(new PrintWriter(out))
                .execute("--people", "3,70", "--runs", "2");

        assertThat(code).isZero();
        JsonNode answer = new JsonMapper().readTree(out.toString()).get("answer");
        assertThat(answer).hasSize(2);
        for (JsonNode size : answer) {
            assertThat(size.get("leastMicros").doubleValue()).isPositive();
            assertThat(size.get("medianMicros").doubleValue())
                    .isBetween(
                            size.get("leastMicros").doubleValue(),
                            size.get("mostMicros").doubleValue());
        }
    }

    @Test
    void roomOfNobodyIsRefused() {
        var err = new StringWriter();

        int code =
                new CommandLine(new PeopleBench()).setErr(new PrintWriter(err)).execute("--people", "5,0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--people must be from 1 to 10000");
    }
}
