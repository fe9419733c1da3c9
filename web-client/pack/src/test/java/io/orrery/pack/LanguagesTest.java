package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private static final Map<String, String> ENGLISH = Map.of(
            "strings/en/page.json", "{\"locale\": \"en-GB\", \"brand\": \"Orrery\"}",
            "strings/en/cell.json", "{\"cell\": {\"at\": \"row {n}\", \"lines\": [\"a {n}\", \"b\"]}}");

    private static final String ARABIC_PAGE = "{\"locale\": \"ar-EG\", \"brand\": \"أورّري\"}";

    @Test
    void joinsTheFilesOfALanguageAndPutsTheReferenceFirst() {
        var languages = Languages.of(sources(Map.of(
                "strings/ar/all.json",
                "{\"locale\": \"ar-EG\", \"brand\": \"B\", \"cell\": {\"at\": \"{n} صف\", \"lines\": [\"س\"]}}")));

        assertThat(languages.keySet()).containsExactly("en", "ar");
        assertThat(languages.get("en").toString())
                .isEqualTo("{\"cell\":{\"at\":[0,\"row \",\"n\"],\"lines\":[[0,\"a \",\"n\"],\"b\"]},"
                        + "\"locale\":\"en-GB\",\"brand\":\"Orrery\",\"direction\":\"ltr\"}");
        assertThat(languages.get("ar").path("direction").textValue()).isEqualTo("rtl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "{} > strings/ar/cell.json: cell: is missing",
                "{`cell`: {`at`: `{n}`}} > strings/ar/cell.json: cell.lines: is missing",
                "{`cell`: {`at`: `{n}`, `lines`: `a`}} > strings/ar/cell.json: cell.lines: is a text, in en a list",
                "{`cell`: {`at`: `{m}`, `lines`: [`a`]}} > "
                        + "strings/ar/cell.json: cell.at: has arguments that en does not have: m",
                "{`cell`: {`at`: `{n`, `lines`: [`a`]}} > strings/ar/cell.json: cell.at: Unmatched '{' braces",
                "{`cell`: {`at`: ``, `lines`: [`{`]}} > strings/ar/cell.json: cell.lines.0: Unmatched '{' braces",
                "{`cell`: {`at`: ``, `lines`: [`a`], `of`: `b`}} > strings/ar/cell.json: cell.of: is not in en",
                "{`cell`: {`at`: 3, `lines`: [`a`]}} > strings/ar/cell.json: cell.at: is neither a text, a list nor a table",
                "{`brand`: `B`} > strings/ar/page.json: brand: is also in strings/ar/cell.json",
                "{`cell`: > strings/ar/cell.json, line 1: Unexpected end-of-input"
            })
    void errorsNameTheFileAndTheKey(String cell, String error) {
        var sources =
                sources(Map.of("strings/ar/page.json", ARABIC_PAGE, "strings/ar/cell.json", cell.replace('`', '"')));

        assertThatThrownBy(() -> Languages.of(sources))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(error);
    }

    @Test
    void requiresAValidLocale() {
        assertThatThrownBy(() -> Languages.of(sources(Map.of("strings/ar/cell.json", "{\"cell\": {}}"))))
                .hasMessage("strings/ar: locale: is missing");
        assertThatThrownBy(() -> Languages.of(sources(Map.of("strings/ar/page.json", "{\"locale\": \"Arabic!\"}"))))
                .hasMessage("strings/ar/page.json: locale: \"Arabic!\" is not a language tag");
    }

    @Test
    void refusesADuplicateKey() {
        assertThatThrownBy(() ->
                        Languages.of(sources(Map.of("strings/en/cell.json", "{\"cell\": {\"a\": \"\", \"a\": \"\"}}"))))
                .hasMessageStartingWith("strings/en/cell.json, line 1: Duplicate field 'a'");
    }

    private static Map<String, byte[]> sources(Map<String, String> others) {
        var sources = new TreeMap<String, byte[]>();
        sources.put("page.css", new byte[0]);
        ENGLISH.forEach((path, json) -> sources.put(path, json.getBytes(StandardCharsets.UTF_8)));
        others.forEach((path, json) -> sources.put(path, json.getBytes(StandardCharsets.UTF_8)));
        return sources;
    }
}
