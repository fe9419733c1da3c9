package io.orrery.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the sentences at the command line. */
class SentencesTest {
    private static final DomainError ERROR = new CommandLineError.NoSuchFile("model.gguf");

    @ParameterizedTest
    @ValueSource(strings = {"de_DE.UTF-8", "de_AT@euro", "de"})
    void germanEnvironmentHasGermanSentences(String language) {
        String sentence = Sentences.ofEnvironment(Map.of("LANG", language)).of(ERROR);

        assertThat(sentence).contains("model.gguf").isNotEqualTo(Sentences.ENGLISH.of(ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "POSIX", "", "en_US.UTF-8", "tlh", "../../de", "de/../en"})
    void otherEnvironmentsHaveEnglish(String language) {
        assertThat(Sentences.ofEnvironment(Map.of("LANG", language)).of(ERROR)).isEqualTo(Sentences.ENGLISH.of(ERROR));
    }

    @Test
    void moreExactVariableComesFirst() {
        var environment = Map.of("LC_ALL", "", "LC_MESSAGES", "de_DE.UTF-8", "LANG", "en_GB.UTF-8");

        assertThat(Sentences.ofEnvironment(environment).of(ERROR))
                .isEqualTo(Sentences.ofEnvironment(Map.of("LANG", "de")).of(ERROR));
    }
}
