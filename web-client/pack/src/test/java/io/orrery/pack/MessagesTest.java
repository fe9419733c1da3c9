package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values follow from the format that {@link Messages} documents. */
class MessagesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '>',
            value = {
                "Next > \"Next\"",
                "don't, # 1 > \"don't, # 1\"",
                "W_'{E}' > \"W_{E}\"",
                "it''s {n} > [0,\"it's \",\"n\"]",
                "{a} of {b}. > [0,\"\",\"a\",\" of \",\"b\",\".\"]",
                "{q}_'{'{at}'}' > [0,\"\",\"q\",\"_{\",\"at\",\"}\"]",
                "{n, plural, one {# head} other {# heads}} > "
                        + "[0,\"\",[\"n\",{\"one\":[0,\"\",0,\" head\"],\"other\":[0,\"\",0,\" heads\"]}]]",
                "{n, plural, =0 {none} other {'#' of {who}}} > "
                        + "[0,\"\",[\"n\",{\"=0\":\"none\",\"other\":[0,\"# of \",\"who\"]}]]",
                "{n, selectordinal, one {#st} other {#th}} > "
                        + "[0,\"\",[\"n\",{\"one\":[0,\"\",0,\"st\"],\"other\":[0,\"\",0,\"th\"]},\"ordinal\"]]",
                "{role, select, presenter {you} other {{name} #}} > "
                        + "[0,\"\",[\"role\",{\"presenter\":\"you\",\"other\":[0,\"\",\"name\",\" #\"]},\"select\"]]"
            })
    void compilesTexts(String text, String json) {
        assertThat(new Messages("en").compile(text).toString()).isEqualTo(json);
    }

    @Test
    void findsArgumentsInsideChoices() {
        var message = new Messages("en").compile("{a} {n, plural, one {{b}} other {{c, select, x {{d}} other {}}}}");

        assertThat(Messages.argumentsOf(message)).containsExactly("a", "b", "c", "d", "n");
    }

    @Test
    void acceptsOnlyThePluralFormsOfTheLanguage() {
        assertThat(new Messages("pl")
                        .compile("{n, plural, one {a} few {b} many {c} other {d}}")
                        .toString())
                .contains("\"few\"");
        assertThatThrownBy(() -> new Messages("en").compile("{n, plural, few {a} other {b}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the language has no plural form \"few\"; it has one, other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "{n > Unmatched '{' braces",
                "{n, plural, one {a}} > Missing 'other' keyword",
                "{n, number} > argument \"n\" has a type that is not supported",
                "{n, plural, offset:1 other {a}} > the plural of \"n\" has an offset"
            })
    void refusesAMalformedTextWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> new Messages("en").compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
