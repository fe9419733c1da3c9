package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSanitizerTest {
    @Test
    void normalizesNamesAndRemovesInvisibleCharacters() {
        assertThat(TextSanitizer.name("  Zoe\u0308 ")).isEqualTo("Zo\u00eb");
        assertThat(TextSanitizer.name("a\u202eb\u2066c\u200bd\u0000e\nf\u2028g\ud800h"))
                .isEqualTo("abcdefgh");
        assertThat(TextSanitizer.name("李小龙 👩🏽")).isEqualTo("李小龙 👩🏽");
        assertThat(TextSanitizer.name("\u202e\u200f")).isEmpty();
    }

    @Test
    void normalizesLineBreaksAndRemovesBidirectionalControls() {
        assertThat(TextSanitizer.text("e\u0301\r\nb\rc\td")).isEqualTo("\u00e9\nb\nc\td");
        assertThat(TextSanitizer.text("a\u202eb\u2067c\u0007d\ud800e")).isEqualTo("abcde");
        assertThat(TextSanitizer.text("👩\u200d🚀 שלום")).isEqualTo("👩\u200d🚀 שלום");
        assertThat(TextSanitizer.text(" a  b ")).isEqualTo(" a  b ");
    }

    /** An accent of an e is part of that letter; a sixth mark, and one after what nobody sees or what stands beside the letter, is of the same letter. */
    @Test
    void letterKeepsItsFirstFourMarks() {
        String marks = "\u0301\u0302\u0303\u0304";
        assertThat(TextSanitizer.name("x" + marks + "\u0305 q" + marks.repeat(12) + "z"))
                .isEqualTo("x" + marks + " q" + marks + "z");
        assertThat(TextSanitizer.name("e" + marks)).isEqualTo("\u00e9" + marks.substring(1));
        assertThat(TextSanitizer.name("x" + "\u20dd".repeat(9))).isEqualTo("x" + "\u20dd".repeat(4));
        assertThat(TextSanitizer.name("\u0915" + marks + "\u093e" + marks)).isEqualTo("\u0915" + marks + "\u093e");
        assertThat(TextSanitizer.passage("x" + marks + "\u200d" + marks + "\n\u202ey"))
                .isEqualTo("x" + marks + "\u200d\ny");
        assertThat(TextSanitizer.passage(" a\tb ")).isEqualTo(" a\tb ");
        // Tibetan, Hebrew with vowels and an accent, Burmese and Vietnamese
        for (String word : new String[] {
            "\u0f56\u0f62\u0f92\u0fb1\u0f74\u0f51",
            "\u05e9\u05bc\u05c1\u05b8\u0591",
            "\u1019\u103c\u103e\u1031\u102c\u1037\u103a",
            "\u1ec7"
        }) {
            assertThat(TextSanitizer.name(word)).isEqualTo(Normalizer.normalize(word, Normalizer.Form.NFC));
        }
        String prompt = "x" + marks.repeat(3);
        assertThat(TextSanitizer.text(prompt)).as("what a model reads").isEqualTo(prompt);
    }

    /** A family, a profession with a skin tone, a heart with a variation selector, and the flag of Scotland. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66",
                "\uD83D\uDC69\uD83C\uDFFD\u200D\uD83D\uDCBB",
                "\u2764\uFE0F\u200D\uD83D\uDD25",
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
                "\uD83E\uDEE0",
            })
    void emojiStayWholeAndCountOnce(String emoji) {
        assertThat(TextSanitizer.name("A " + emoji)).isEqualTo("A " + emoji);
        assertThat(TextSanitizer.characters("A " + emoji)).isEqualTo(3);
    }

    @Test
    void joinersAndTagsElsewhereAreRemoved() {
        assertThat(TextSanitizer.name("a\u200Db")).isEqualTo("ab");
        assertThat(TextSanitizer.name("\uD83D\uDC68\u200D")).isEqualTo("\uD83D\uDC68");
        assertThat(TextSanitizer.name("\u200D\uD83D\uDC68")).isEqualTo("\uD83D\uDC68");
        assertThat(TextSanitizer.name("a\uDB40\uDC67\uDB40\uDC7F")).isEqualTo("a");
        assertThat(TextSanitizer.name("\uD83C\uDFF4\uDB40\uDC67")).isEqualTo("\uD83C\uDFF4");
    }
}
