package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final String TABLE = """
        {"locale": "en",
         "card": {"next": "Next"},
         "step": {"embed": {"title": "A", "text": ["T"], "caption": "B", "stream": {"text": ["C"], "caption": "D"}}},
         "people": {"title": [0, "", "count", " people"], "kick": "G"},
         "model": [0, "", "title", ""],
         "giants": {"title": "Larger", "caption": "E"},
         "game": {"title": "H"},
         "hands": {"up": "I"},
         "figure": {"label": "P"},
         "vectors": {"learned": "Q"},
         "scene": {"layer": "R"},
         "why": {"close": "J", "tool": {"lens": {"title": "K", "how": "L", "limits": "M", "source": "N"}}},
         "neurons": {"back": "O"},
         "of": [0, "", "n", ""]}
        """;

    @Test
    void splitsALanguageIntoFirstTextsOneFilePerStepAndTheRest() throws IOException {
        var files = Parts.of("en", new ObjectMapper().readTree(TABLE));

        assertThat(text(files.get("strings/en.first.json")))
                .isEqualTo("{\"locale\":\"en\",\"card\":{\"next\":\"Next\"},"
                        + "\"step\":{\"embed\":{\"title\":\"A\",\"stream\":0}},"
                        + "\"people\":{\"title\":[0,\"\",\"count\",\" people\"]},\"model\":[0,\"\",\"title\",\"\"]}");
        assertThat(text(files.get("strings/en.rest.json")))
                .isEqualTo("{\"step\":{\"embed\":{\"text\":[\"T\"],\"caption\":\"B\","
                        + "\"stream\":{\"text\":[\"C\"],\"caption\":\"D\"}}},"
                        + "\"people\":{\"kick\":\"G\"},\"giants\":{\"title\":\"Larger\",\"caption\":\"E\"},"
                        + "\"figure\":{\"label\":\"P\"},\"scene\":{\"layer\":\"R\"},"
                        + "\"why\":{\"close\":\"J\",\"tool\":{\"lens\":{\"title\":\"K\"}}},"
                        + "\"of\":[0,\"\",\"n\",\"\"]}");
        assertThat(text(files.get("strings/en.step.embed.json")))
                .isEqualTo("{\"step\":{\"embed\":{\"text\":[\"T\"],\"stream\":{\"text\":[\"C\"],\"caption\":\"D\"}}}}");
        assertThat(text(files.get("strings/en.game.json"))).isEqualTo("{\"game\":{\"title\":\"H\"}}");
        assertThat(text(files.get("strings/en.room.json"))).isEqualTo("{\"hands\":{\"up\":\"I\"}}");
        assertThat(text(files.get("strings/en.tools.json")))
                .isEqualTo("{\"why\":{\"tool\":{\"lens\":{\"how\":\"L\",\"limits\":\"M\",\"source\":\"N\"}}},"
                        + "\"neurons\":{\"back\":\"O\"}}");
        assertThat(text(files.get("strings/en.step.figures.json"))).isEqualTo("{\"figure\":{\"label\":\"P\"}}");
        assertThat(text(files.get("strings/en.vectors.json")))
                .isEqualTo("{\"vectors\":{\"learned\":\"Q\"},\"scene\":{\"layer\":\"R\"}}");
        assertThat(files).hasSize(8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
