package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.tools.Programs;
import io.orrery.wire.ReadFrame;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Runs the benchmark at a small scale. Times depend on the machine and its load, so they are not asserted, and the presenter waits for the
 * attendees: otherwise a busy machine may replace a frame on the way to one of them.
 */
class FanoutBenchTest {
    @Test
    void everyAttendeeGetsEveryFrameFromBothServers() throws Exception {
        Programs.require("node", "nodejs");
        Programs.require("npm", "npm");
        var out = new StringWriter();

        int code = new CommandLine(new FanoutBench())
                .setOut(new PrintWriter(out))
                .execute("--attendees", "20", "--saturation", "10", "--seconds", "2", "--warm-up", "1", "--wait");

        assertThat(code).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(names(json))
                .containsExactly(
                        "attendees",
                        "deliveriesPerSecond",
                        "p50Ms",
                        "p99Ms",
                        "maxMs",
                        "cpuMicrosPerDelivery",
                        "rssMiB",
                        "superseded",
                        "saturation",
                        "baseline");
        assertThat(names(json.get("saturation"))).containsExactlyInAnyOrder("attendees", "deliveriesPerSecond");
        assertThat(names(json.get("baseline"))).containsExactly("name", "cpuMicrosPerDelivery", "p99Ms");
        assertThat(json.get("attendees").intValue()).isEqualTo(20);
        assertThat(json.get("superseded").intValue()).isZero();
        // Twenty attendees receive at most ten frames a second each.
        assertThat(json.get("deliveriesPerSecond").intValue()).isBetween(1, 200);
        assertThat(json.at("/saturation/attendees").intValue()).isEqualTo(10);
        assertThat(json.at("/saturation/deliveriesPerSecond").intValue()).isPositive();
        assertThat(json.get("p50Ms").doubleValue())
                .isPositive()
                .isLessThanOrEqualTo(json.get("p99Ms").doubleValue());
        assertThat(json.get("p99Ms").doubleValue())
                .isLessThanOrEqualTo(json.get("maxMs").doubleValue());
        assertThat(json.get("rssMiB").intValue()).isPositive();
        assertThat(json.at("/baseline/name").textValue()).isEqualTo("ws");
    }

    @Test
    void framesOfItsModelHaveSixteenKibibytes(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
        try (var server = new Servers(folder).orrery()) {
            var recorded = RecordedStep.from(server, java.net.http.HttpClient.newHttpClient());

            var frame = ByteBuffer.wrap(recorded.frame());
            int said = ReadFrame.said(frame)
                    .map(state -> state.toString().length())
                    .orElse(0);
            assertThat(recorded.frame().length - said).isBetween(16 * 1024 - 256, 16 * 1024);
        }
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }
}
