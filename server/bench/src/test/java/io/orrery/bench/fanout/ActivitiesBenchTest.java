package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.AnsweringPeople;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the benchmark with few people. It ends only once everybody is answered. Times are not asserted. */
class ActivitiesBenchTest {
    @Test
    void everyAnswerIsConfirmedAndCountedOnce() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new ActivitiesBench())
                .setOut(new PrintWriter(out))
                .execute("--people", "20", "--together", "5", "--within", "1", "--runs", "1", "--warm-up", "0");

        assertThat(code).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.properties())
                .extracting(member -> member.getKey())
                .containsExactly(
                        "machine",
                        "processors",
                        "people",
                        "together",
                        "microsPerAnswer",
                        "confirmedP99Ms",
                        "confirmedMaxMs",
                        "counted",
                        "stepP99Ms",
                        "stepRatio");
        assertThat(json.get("counted").toString()).isEqualTo("[20]");
        for (var kind : AnsweringPeople.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            assertThat(json.get("microsPerAnswer").get(name).doubleValue())
                    .as(name)
                    .isPositive();
        }
        assertThat(json.get("microsPerAnswer"))
                .hasSize(Arrays.asList(AnsweringPeople.Kind.values()).size());
        assertThat(json.get("confirmedP99Ms").doubleValue())
                .isPositive()
                .isLessThanOrEqualTo(json.get("confirmedMaxMs").doubleValue());
        assertThat(json.get("stepRatio").doubleValue()).isPositive();
    }

    @Test
    void moreThanEverybodyBehindOneAddressAreRefused() {
        var err = new StringWriter();

        int code = new CommandLine(new ActivitiesBench())
                .setErr(new PrintWriter(err))
                .execute("--people", "5", "--together", "6");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--together must be from 0 to 5, not 6");
    }
}
