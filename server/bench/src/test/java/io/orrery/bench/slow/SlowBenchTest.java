package io.orrery.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Runs the benchmark at a small scale. Only the network's part of the times is asserted: the rest depends on the
 * machine.
 */
class SlowBenchTest {
    @Test
    void everyAttendeeLoadsThePagesFilesAndSeesTheSteps() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new SlowBench())
                .setOut(new PrintWriter(out))
                .execute("--clients", "4", "--mbit", "40", "--rtt", "40", "--steps", "2", "--pause", "1500");

        assertThat(code).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(names(json))
                .containsExactly(
                        "clients",
                        "mbitPerSecond",
                        "rttMs",
                        "loss",
                        "textKiB",
                        "text",
                        "whileScenesLoad",
                        "state",
                        "frame",
                        "sceneKiB",
                        "scene",
                        "halfSpeed");
        assertThat(names(json.get("text"))).containsExactly("medianMs", "p90Ms", "maxMs");
        // Opening a connection, then page, files and graph, one after another: at least four round trips.
        assertThat(json.at("/text/medianMs").intValue()).isGreaterThan(4 * 2 * 20);
        assertThat(json.at("/state/medianMs").intValue()).isGreaterThanOrEqualTo(20);
        assertThat(json.at("/frame/maxMs").intValue())
                .isGreaterThanOrEqualTo(json.at("/state/medianMs").intValue());
        assertThat(json.get("sceneKiB").intValue())
                .isGreaterThan(json.get("textKiB").intValue());
        assertThat(json.at("/halfSpeed/states").intValue()).isPositive();
        assertThat(json.at("/halfSpeed/seen").intValue()).isPositive();
    }

    @Test
    void invalidOptionsAreRefused() {
        for (List<String> wrong : List.of(
                List.of("--clients", "0"), List.of("--loss", "1"), List.of("--mbit", "0"), List.of("--rtt", "-1"))) {
            var err = new StringWriter();
            int code = new CommandLine(new SlowBench())
                    .setErr(new PrintWriter(err))
                    .execute(wrong.toArray(String[]::new));
            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).contains(wrong.get(0));
        }
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }
}
