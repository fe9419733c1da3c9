package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedTest {
    @Test
    void normalizesNamesAndRemovesInvisibleCharacters() {
        assertThat(Typed.name("  Zoe\u0308 ")).isEqualTo("Zo\u00eb");
        assertThat(Typed.name("a\u202eb\u2066c\u200bd\u0000e\nf\u2028g\ud800h")).isEqualTo("abcdefgh");
        assertThat(Typed.name("李小龙 👩🏽")).isEqualTo("李小龙 👩🏽");
        assertThat(Typed.name("\u202e\u200f")).isEmpty();
    }

    @Test
    void normalizesLineBreaksAndRemovesBidirectionalControls() {
        assertThat(Typed.text("e\u0301\r\nb\rc\td")).isEqualTo("\u00e9\nb\nc\td");
        assertThat(Typed.text("a\u202eb\u2067c\u0007d\ud800e")).isEqualTo("abcde");
        assertThat(Typed.text("👩\u200d🚀 שלום")).isEqualTo("👩\u200d🚀 שלום");
        assertThat(Typed.text(" a  b ")).isEqualTo(" a  b ");
    }

    /** An accent of an e is part of that letter; a sixth mark, and one after what nobody sees or what stands beside the letter, is of the same letter. */
    @Test
    void letterKeepsItsFirstFourMarks() {
        String marks = "\u0301\u0302\u0303\u0304";
        assertThat(Typed.name("x" + marks + "\u0305 q" + marks.repeat(12) + "z"))
                .isEqualTo("x" + marks + " q" + marks + "z");
        assertThat(Typed.name("e" + marks)).isEqualTo("\u00e9" + marks.substring(1));
        assertThat(Typed.name("x" + "\u20dd".repeat(9))).isEqualTo("x" + "\u20dd".repeat(4));
        assertThat(Typed.name("\u0915" + marks + "\u093e" + marks)).isEqualTo("\u0915" + marks + "\u093e");
        assertThat(Typed.passage("x" + marks + "\u200d" + marks + "\n\u202ey")).isEqualTo("x" + marks + "\u200d\ny");
        assertThat(Typed.passage(" a\tb ")).isEqualTo(" a\tb ");
        // Tibetan, Hebrew with vowels and an accent, Burmese and Vietnamese
        for (String word : new String[] {
            "\u0f56\u0f62\u0f92\u0fb1\u0f74\u0f51",
            "\u05e9\u05bc\u05c1\u05b8\u0591",
            "\u1019\u103c\u103e\u1031\u102c\u1037\u103a",
            "\u1ec7"
        }) {
            assertThat(Typed.name(word)).isEqualTo(Normalizer.normalize(word, Normalizer.Form.NFC));
        }
        String prompt = "x" + marks.repeat(3);
        assertThat(Typed.text(prompt)).as("what a model reads").isEqualTo(prompt);
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
        assertThat(Typed.name("A " + emoji)).isEqualTo("A " + emoji);
        assertThat(Typed.characters("A " + emoji)).isEqualTo(3);
    }

    @Test
    void joinersAndTagsElsewhereAreRemoved() {
        assertThat(Typed.name("a\u200Db")).isEqualTo("ab");
        assertThat(Typed.name("\uD83D\uDC68\u200D")).isEqualTo("\uD83D\uDC68");
        assertThat(Typed.name("\u200D\uD83D\uDC68")).isEqualTo("\uD83D\uDC68");
        assertThat(Typed.name("a\uDB40\uDC67\uDB40\uDC7F")).isEqualTo("a");
        assertThat(Typed.name("\uD83C\uDFF4\uDB40\uDC67")).isEqualTo("\uD83C\uDFF4");
    }
}
