package io.orrery.room.activity.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.activity.prediction.GuessedText.Kin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two models may cut one text into different tokens: it is the same text. */
class GuessedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "The cat ; The cat ; SAME",
                "The cat sat ; The cat ; LONGER",
                "The ; The cat ; OTHER",
                "A cat ; The cat ; OTHER",
                "<s>The cat ; The cat ; SAME",
                "The cat ; <|begin_of_text|>The cat ; SAME",
                "<s> The cat sat ; The cat ; LONGER",
                "a <b> ; a ; LONGER",
                "a “b” ; a ⟨E2⟩⟨80⟩⟨9C⟩b⟨E2⟩⟨80⟩⟨9D⟩ ; SAME",
                "a “ ; a ⟨E2⟩⟨80⟩ ; LONGER",
                "a ⟨E2⟩⟨80⟩ ; a “ ; OTHER",
                "a $1\\ ; a $1\\ ; SAME",
            })
    void textIsTheSameWhateverItsTokens(String shown, String about, Kin kin) {
        assertThat(GuessedText.of(shown, about)).isEqualTo(kin);
    }
}
