package io.orrery.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.lab.tool.Tools;
import io.orrery.tools.OwnProcess;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every tool of why gets by with the memory that is reserved for it, at the longest text and the largest parameters that it allows: it
 * gets no more. {@link AskedInLittleMemory} asks it in a process of its own, whose heap is filled until only that much is free. A
 * tool that holds more at any moment runs out of memory; garbage does not count, and time does not matter, so the outcome is always
 * the same. The models are small, but one has many heads and one many tokens, so that what grows with those is much more than the
 * mebibyte that is reserved for everything that is small.
 */
class ToolMemoryTest {
    /** Bytes of the members that every answer has, and of the texts of their tokens. */
    private static final int ABOUT = 1000;

    private static List<AskedInLittleMemory.Outcome> outcomes = List.of();

    @BeforeAll
    static void askInAnotherProcess() throws Exception {
        outcomes = OwnProcess.printed(AskedInLittleMemory.class, AskedInLittleMemory.OPTIONS).stream()
                .map(AskedInLittleMemory.Outcome::parse)
                .toList();
    }

    static List<AskedInLittleMemory.Outcome> outcomes() {
        return outcomes.stream().filter(outcome -> !outcome.isControl()).toList();
    }

    @Test
    void eachToolIsAskedWithAllItsParameters() {
        for (var tool : Tools.ALL) {
            assertThat(AskedInLittleMemory.QUESTIONS).containsKey(tool.name());
            assertThat(tool.parameters())
                    .as(tool.name())
                    .allMatch(name -> AskedInLittleMemory.QUESTIONS.get(tool.name()).stream()
                            .flatMap(question -> Arrays.stream(question.split("&")))
                            .anyMatch(parameter -> parameter.startsWith(name + "=")));
        }
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void toolGetsByWithWhatWasReserved(AskedInLittleMemory.Outcome outcome) {
        assertThat(outcome.isOutOfMemory()).as("%s", outcome).isFalse();
        assertThat(outcome.json()).as("%s", outcome).isLessThanOrEqualTo(ABOUT + outcome.expectedJson());
    }

    /** So that the test above can fail. It is what was reserved before edges were counted. */
    @Test
    void circuitDoesNotGetByWithTheMemoryOfTwoRuns() {
        assertThat(outcomes.stream().filter(AskedInLittleMemory.Outcome::isControl))
                .isNotEmpty()
                .allMatch(AskedInLittleMemory.Outcome::isOutOfMemory);
    }
}
