package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
