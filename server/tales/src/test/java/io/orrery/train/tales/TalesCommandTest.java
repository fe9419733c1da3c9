package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cli.CommandLineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TalesCommandTest {
    @Test
    void helpListsBothCommands() {
        assertThat(CommandLineRun.of(TalesCommand.program(), "--help").out()).contains("train", "evaluate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        train nano-sort                 | "nano-sort" cannot be trained; tiny-tales and tiny-tales-de can. See "orrery-tales train --help".
        evaluate nano-sort              | Sorting model cannot be evaluated: only a model with the words of tiny-tales
        evaluate tiny-tales --stories 0 | --stories must be from 1 to 10000, not 0.
        ``                              | Say what to do, as in "orrery-tales train tiny-tales"
        """)
    void invalidCommandLineIsOneSentenceAndExitCode2(String args, String words) {
        var run = CommandLineRun.of(TalesCommand.program(), args.isEmpty() ? new String[0] : args.split(" "));

        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
