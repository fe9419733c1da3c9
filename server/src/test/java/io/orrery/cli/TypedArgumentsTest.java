package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TypedArgumentsTest {
    private static final String[] SEEN = {"generate", "--prompt", "Gr\ufffd\ufffd\ufffd\ufffde"};

    @Test
    void charactersLostByTheLocaleAreReadAgainFromTheCommandLine() {
        assertThat(again("java\0-jar\0orrery.jar\0generate\0--prompt\0Grüße\0", SEEN))
                .containsExactly("generate", "--prompt", "Grüße");
    }

    @Test
    void emptyArgumentsAndLineBreaksAreKept() {
        assertThat(again("java\0Main\0\0--prompt\0é\n\t🙂\0", "", "--prompt", "\ufffd\ufffd\n\t\ufffd"))
                .containsExactly("", "--prompt", "é\n\t🙂");
    }

    @Test
    void commandLineOfOtherArgumentsIsIgnored() {
        assertThat(again("java\0-jar\0orrery.jar\0trace\0--prompt\0Grüße\0", SEEN))
                .containsExactly(SEEN);
        assertThat(again("x\0", SEEN)).containsExactly(SEEN);
        assertThat(again("", SEEN)).containsExactly(SEEN);
    }

    @Test
    void commandLineInAnotherEncodingIsRefused() {
        var latin = "java\0generate\0--prompt\0Grüße\0".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TypedArguments.again(latin, SEEN))
                .isInstanceOf(OrreryException.class)
                .hasMessage("The command line holds bytes that are no UTF-8; give texts and names of files in UTF-8.");
    }

    @Test
    void intactArgumentsStayAsTheyAre() {
        assertThat(TypedArguments.of("generate", "--prompt", "Grüße")).containsExactly("generate", "--prompt", "Grüße");
    }

    private static Iterable<String> again(String commandLine, String... args) {
        return TypedArguments.again(commandLine.getBytes(StandardCharsets.UTF_8), args);
    }
}
