package io.orrery.tour.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadabilityTest {
    @Test
    void gradeOfEnglishIsFleschAndKincaids() {
        // 6 words, 1 sentence, 6 syllables: 0.39 · 6 + 11.8 − 15.59; figures and names do not count.
        assertThat(new FleschKincaid().grade("The cat sat on the mat.")).isCloseTo(-1.45, within(1e-9));
        assertThat(new FleschKincaid().grade("The 48 cats sat on the mat Antananarivo."))
                .isCloseTo(-1.45, within(1e-9));
        // 12 words, 2 sentences, the same means
        assertThat(new FleschKincaid().grade("The 48 cats sat on the mat. The dog ran to the cat!"))
                .isCloseTo(-1.45, within(1e-9));
    }

    @Test
    void gradeOfGermanIsTheFirstWienerSachtextformel() {
        // 4 words: one of 3 syllables and more than 6 letters (Buchstabe), three of one syllable; 1 sentence.
        assertThat(new WienerSachtext().grade("Der Buchstabe ist da."))
                .isCloseTo(0.1935 * 25 + 0.1672 * 4 + 0.1297 * 25 - 0.0327 * 75 - 0.875, within(1e-9));
        // 6 words of one syllable, 1 sentence
        assertThat(new WienerSachtext().grade("Der Hund lag auf dem Stuhl.")).isCloseTo(-3.1418, within(1e-9));
        // 4 words, 2 sentences; one has three syllables and is long, two have one syllable; the figure is no word.
        assertThat(new WienerSachtext().grade("Die 7 Maschine rattert. Ja!"))
                .isCloseTo(0.1935 * 25 + 0.1672 * 2 + 0.1297 * 50 - 0.0327 * 50 - 0.875, within(1e-9));
        // 2 + 3 words in 2 sentences.
        assertThat(new WienerSachtext().grade("Er geht. Sie kommt auch."))
                .isCloseTo(0.1672 * 2.5 - 0.0327 * 100 - 0.875, within(1e-9));
    }

    /** Words whose syllables a dictionary tells. */
    @ParameterizedTest
    @CsvSource({
        "ist, 1",
        "eine, 2",
        "Buchstabe, 3",
        "Aufmerksamkeit, 4",
        "Quelle, 2",
        "Bäume, 2",
        "Schnee, 1",
        "Reihenfolge, 4",
        "Träger, 2",
        "heute, 2",
        "lesen, 2",
        "Maschine, 3",
        "Stück, 1",
        "lauter, 2",
        "schauen, 2",
        "liest, 1",
        "Position, 4",
        "Häuser, 2",
        "Reihe, 2",
        "real, 2",
        "Theater, 3",
        "Idee, 2",
        "Linie, 3",
        "Linien, 3",
        "Energie, 3",
        "Museum, 3",
        "quer, 1",
        "Quadrat, 2",
        "beißt, 1",
        "neue, 2",
        "geantwortet, 4",
        "ruhig, 2",
        "pst, 1"
    })
    void syllablesOfGermanAreCounted(String word, int syllables) {
        assertThat(WienerSachtext.syllables(word)).isEqualTo(syllables);
    }

    /** Words whose syllables a dictionary tells. */
    @ParameterizedTest
    @CsvSource({
        "machine, 2",
        "numbers, 2",
        "question, 2",
        "attention, 3",
        "table, 2",
        "quiet, 2",
        "piece, 1",
        "message, 2",
        "volume, 2",
        "a, 1"
    })
    void syllablesOfEnglishAreCounted(String word, int syllables) {
        assertThat(FleschKincaid.syllables(word)).isEqualTo(syllables);
    }

    @Test
    void otherLanguagesHaveNoMeasure() {
        assertThat(Readability.of("fr")).isEmpty();
        assertThat(Readability.of("en-GB")).isPresent();
        assertThat(Readability.of("de")).isPresent();
    }
}
