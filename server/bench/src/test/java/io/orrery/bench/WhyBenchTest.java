package io.orrery.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the room's benchmark at a small scale. It ends only once every page has every answer. Times are not asserted. */
class WhyBenchTest {
    @Test
    void everyPageOfARoomGetsEveryAnswer() throws Exception {
        var out = new StringWriter();

        int code = new CommandLine(new WhyBench()).setOut(new PrintWriter(out)).execute("--room", "3", "--runs", "1");

        assertThat(code).isZero();
        JsonNode figures = new JsonMapper().readTree(out.toString());
        assertThat(figures.get("pages").intValue()).isEqualTo(3);
        assertThat(figures.get("serverMs").doubleValue()).isPositive();
        var tools = List.of("lens", "lensAgain", "attribution", "attributionAgain", "score", "scoreAgain", "change");
        assertThat(figures.size()).isEqualTo(2 + tools.size());
        for (String tool : tools) {
            JsonNode times = figures.get(tool);
            assertThat(times.get("lastMs").doubleValue()).as(tool).isPositive();
            assertThat(times.get("mostMs").doubleValue())
                    .as(tool)
                    .isGreaterThanOrEqualTo(times.get("lastMs").doubleValue());
            assertThat(times.get("leadMs").doubleValue()).as(tool).isNotNegative();
        }
    }

    @Test
    void roomOfFewerThanNoPagesIsRefused() {
        var err = new StringWriter();

        int code = new CommandLine(new WhyBench()).setErr(new PrintWriter(err)).execute("--room", "-1");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--room must not be negative, and is -1");
    }
}
