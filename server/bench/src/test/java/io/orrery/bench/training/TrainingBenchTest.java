package io.orrery.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingBenchTest {
    @Test
    void printsTheTrainingsAndTheStepsOfTheRoom() throws Exception {
        var printed = new StringWriter();
        var command = new CommandLine(new TrainingBench()).setOut(new PrintWriter(printed, true));

        assertThat(command.execute("--attendees", "3", "--seconds", "2", "--updates", "20"))
                .isZero();

        JsonNode figures = new ObjectMapper().readTree(printed.toString());
        assertThat(figures.at("/idle/updates").intValue()).isGreaterThanOrEqualTo(20);
        assertThat(figures.at("/idle/trainingS").doubleValue()).isPositive();
        for (String when : new String[] {"before", "during"}) {
            assertThat(figures.at("/" + when + "/steps/frames").intValue())
                    .as(when)
                    .isPositive();
            assertThat(figures.at("/" + when + "/steps/p99Ms").doubleValue())
                    .as(when)
                    .isPositive();
        }
        assertThat(figures.at("/during/updates").intValue()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void refusesNoUpdates() {
        var err = new StringWriter();

        int code = new CommandLine(new TrainingBench())
                .setErr(new PrintWriter(err, true))
                .execute("--updates", "0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--updates must be from 1 to 1000");
    }
}
