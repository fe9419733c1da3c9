package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The models that {@code serve} offers. */
class ServeCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            | tiny-tales nano-sort tiny-tales-de
        --model a.gguf                      | a.gguf tiny-tales nano-sort tiny-tales-de
        --model a.gguf --model b            | a.gguf b tiny-tales nano-sort tiny-tales-de
        --model nano-sort                   | nano-sort tiny-tales tiny-tales-de
        --model nano-sort@400               | nano-sort@400 tiny-tales nano-sort tiny-tales-de
        --language en                       | tiny-tales nano-sort tiny-tales-de
        --language de                       | tiny-tales-de tiny-tales nano-sort
        --language de --model a.gguf        | a.gguf tiny-tales-de tiny-tales nano-sort
        --only-model --model a.gguf         | a.gguf
        --model nano-sort --only-model      | nano-sort
        """)
    void builtInModelsAreOfferedAfterTheGivenOnesUnlessTheseAreTheOnlyOnes(String arguments, String offered)
            throws Exception {
        assertThat(names(arguments == null ? "" : arguments)).containsExactly(offered.split(" "));
    }

    @Test
    void adapterBelongsToTheModelBeforeIt() throws Exception {
        assertThat(parsed("--model base --model base --lora tuned --only-model").references())
                .containsExactly(ModelReference.of("base"), new ModelReference("base", Optional.of("tuned")));
    }

    @Test
    void helpNamesTheModelsThatAreOffered() {
        assertThat(new CommandLine(new ServeCommand()).getUsageMessage())
                .contains("besides the built-in ones, tiny-tales, tiny-tales-de and nano-sort", "--only-model")
                .doesNotContain("By default nano-sort");
    }

    private static Stream<String> names(String arguments) throws Exception {
        return parsed(arguments).references().stream().map(ModelReference::name);
    }

    private static ServeCommand parsed(String arguments) {
        var command = new ServeCommand();
        new CommandLine(command)
                .parseArgs(Stream.of(arguments.split(" "))
                        .filter(each -> !each.isEmpty())
                        .toArray(String[]::new));
        return command;
    }
}
