package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

@EnabledOnOs(OS.LINUX)
class ReplayBenchTest {
    @Test
    void recordingIsComparedWithNoneAndMomentsOfALongOneAreFound() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new ReplayBench())
                .setOut(new PrintWriter(out))
                .execute(
                        "--attendees=3",
                        "--pairs=1",
                        "--seconds=1",
                        "--warm-up=1",
                        "--hours=1",
                        "--seeks=20",
                        "--texts=1");

        assertThat(code).isZero();
        var json = new JsonMapper().readTree(out.toString());
        assertThat(json.get("attendees").intValue()).isEqualTo(3);
        assertThat(json.at("/cpuMicrosPerDelivery/on").isNumber()).isTrue();
        assertThat(json.at("/fileBytes/numbers").longValue()).isPositive();
        assertThat(json.at("/fileBytes/whole").longValue())
                .isGreaterThan(json.at("/fileBytes/page").longValue()
                        + json.at("/fileBytes/words").longValue());
        assertThat(json.get("kibPerHour").intValue()).isPositive();
        assertThat(json.at("/seekMs/p50").doubleValue()).isPositive();
        assertThat(json.at("/seekMs/max").doubleValue())
                .isGreaterThanOrEqualTo(json.at("/seekMs/p50").doubleValue());
    }
}
