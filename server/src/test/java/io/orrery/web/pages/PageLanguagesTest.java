package io.orrery.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLanguagesTest {
    private PageLanguages languages;

    @BeforeEach
    void read() throws MalformedException {
        languages = PageLanguages.of(Json.read("""
            {"en": {"locale": "en-GB", "direction": "ltr", "brand": "Orrery", "noScript": "JavaScript, please.", "torn": "Torn."},
             "ar": {"locale": "ar-EG", "direction": "rtl", "brand": "أوريري", "noScript": "؟", "torn": "؟"},
             "pt-BR": {"locale": "pt-BR", "direction": "ltr", "brand": "Orrery", "noScript": "!", "torn": "!"}}
            """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "ar > ar",
                "ar-EG, en;q=0.5 > ar",
                "en;q=0.5, ar;q=0.8 > ar",
                "fr, pt-br > pt-BR",
                "ar;q=0, pt-BR;q=0.1 > pt-BR",
                "fr > en",
                "* > en",
                "no;such;header, , ;q=2 > en"
            })
    void findsTheLanguageThatABrowserPrefers(String acceptLanguage, String language) {
        assertThat(languages.preferred(acceptLanguage)).isEqualTo(language);
    }

    @Test
    void fallsBackToTheReferenceLanguage() {
        assertThat(languages.preferred(null)).isEqualTo("en");
    }

    @Test
    void readsTheShellOfEachLanguage() {
        assertThat(languages.ids()).containsExactly("en", "ar", "pt-BR");
        assertThat(languages.shell("ar").direction()).isEqualTo("rtl");
        assertThat(languages.shell("ar").locale()).isEqualTo("ar-EG");
    }
}
