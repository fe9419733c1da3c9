package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
