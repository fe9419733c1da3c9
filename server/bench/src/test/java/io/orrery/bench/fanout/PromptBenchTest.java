package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the benchmark at a small scale. Times depend on the machine and its load, so they are not asserted. */
class PromptBenchTest {
    @Test
    void promptReachesEveryAttendeeAndIsShownAtItsStartTimeOrTheLastArrival() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new PromptBench())
                .setOut(new PrintWriter(out))
                .execute("--attendees", "60", "--prompts", "5", "--warm-up", "2", "--presses", "4");

        assertThat(code).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.get("attendees").intValue()).isEqualTo(60);
        assertThat(json.get("prompts").intValue()).isEqualTo(5);
        for (String figure : new String[] {"traceMs", "lastMs", "shownMs"}) {
            assertThat(json.at("/" + figure + "/p50").doubleValue()).as(figure).isPositive();
        }
        // on a busy machine the presenter may hear of a start that has passed
        for (String figure : new String[] {"traceMs", "lastMs", "shownMs", "leadMs"}) {
            assertThat(json.at("/" + figure + "/max").doubleValue())
                    .as(figure)
                    .isGreaterThanOrEqualTo(json.at("/" + figure + "/p50").doubleValue());
        }
        for (String hand : new String[] {"presenterMs", "httpMs", "phoneMs", "httpRatio", "phoneRatio"}) {
            assertThat(json.at("/next/" + hand + "/p50").doubleValue()).as(hand).isPositive();
        }
        assertThat(json.at("/shownMs/p50").doubleValue())
                .isGreaterThanOrEqualTo(json.at("/lastMs/p50").doubleValue());
        assertThat(json.at("/lastMs/p50").doubleValue())
                .isGreaterThan(json.at("/traceMs/p50").doubleValue());
    }

    @Test
    void morePromptsThanTheModelHasTextsAreRefused() {
        var err = new StringWriter();

        int code = new CommandLine(new PromptBench())
                .setErr(new PrintWriter(err))
                .execute("--prompts", "700", "--warm-up", "100");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("together at most 729");
    }
}
