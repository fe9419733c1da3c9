package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "serve --help", "trace --help", "generate --help", "train --help"})
    void helpIsPrintedToStandardOutput(String args) {
        var run = CommandLineRun.of(args.split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: orrery");
        assertThat(run.err()).isEmpty();
    }

    /** The model has to be read before it is known which prompts it can read. */
    @Test
    void promptThatNoModelCanReadStopsTheServerWithFileLineAndReason() throws IOException {
        var file = Files.writeString(folder.resolve("prompts.txt"), "CBA\n\nHello there\n");
        var run = CommandLineRun.of(
                "serve", "--host", "127.0.0.1", "--port", "0", "--model", "nano-sort", "--prompts", file.toString());
        assertThat(run.code()).isNotZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(file + ", line 3: Sorting model cannot read this prompt.")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(CommandLineRun.of("--help").out()).contains("serve", "trace", "generate", "train");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        walk                             | "walk" is not understood here. See "orrery --help".
        serve now                        | "now" is not understood here. See "orrery serve --help".
        --port 70000                     | --port must be from 0 to 65535, not 70000. See "orrery serve --help".
        serve --only-model               | --only-model needs --model. See "orrery serve --help".
        serve --lora adapter             | --model
        serve --port x                   | Invalid value for option '--port'
        serve --public-url orrery.org    | --public-url must be an address such as https://orrery.example.org
        serve --public-url http://[      | --public-url "http://[" is not an address
        serve --port 0 --prompts none    | There is no file none with prompts.
        serve --port 0 --prompts .       | . cannot be read: it is a folder.
        serve --port 0 --model nothing   | There is no model "nothing"; name a preset (nano-sort, tiny-tales, tiny-tales-de) or a folder
        train                            | Missing required parameter: 'PRESET'
        train gpt2                       | "gpt2" cannot be trained; nano-sort can. See "orrery train --help".
        serve --port 0 --language fr     | --language is some of de, en, not fr
        train tiny-tales-de              | "tiny-tales-de" is trained by a program of its own
        train tiny-tales                 | "tiny-tales" is trained by a program of its own: java -jar server/tales/target/orrery-tales.jar train tiny-tales. See "orrery train --help".
        train nano-sort --threads 0      | --threads must be from 1 to 256, not 0.
        """)
    void invalidCommandLineIsOneSentenceAndExitCode2(String args, String words) {
        var run = CommandLineRun.of(args.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words).hasLineCount(1).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        config.json       | {"model_type": "llama-like"} | architecture "llama-like"
        config.json       | {"model_type":               | is not valid JSON
        config.json       | []                           | does not hold a JSON object
        tokenizer.json    | {}                           | holds no vocabulary
        model.safetensors | short                        | 5 bytes
        model.safetensors | longer than eight bytes      | only 15 bytes follow
        """)
    void unusableModelIsOneSentenceThatNamesTheFile(String file, String content, String words) throws IOException {
        var path = Fixtures.copy("gpt2-tiny", folder).resolve(file);
        Files.writeString(path, content);
        for (var args : new String[] {"generate --prompt A", "trace --prompt A --out x", "serve --port 0"}) {
            var all = Arrays.asList((args + " --model " + folder).split(" "));
            var run = CommandLineRun.of(all.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(path.toString(), words).hasLineCount(1);
        }
    }
}
