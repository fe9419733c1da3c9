package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Map<String, byte[]> FILES =
            Map.of("strings/en.json", bytes("""
            {"locale": "en",
             "card": {"next": "Next"},
             "step": {"embed": {"title": "A", "text": ["T"], "caption": "B", "stream": {"text": ["C"], "caption": "D"}}},
             "people": {"title": "F", "kick": "G"},
             "giants": {"title": "Larger", "caption": "E"}}
            """), "page.css", bytes("body{}\n"));

    @Test
    void aStringsFileIsCutInWhatAWalkSaysFirstWhatEachStepSaysAndAllElse() {
        var files = Parts.of(FILES);

        assertThat(text(files.get("strings/en.first.json")))
                .isEqualTo("{\"locale\":\"en\",\"card\":{\"next\":\"Next\"},"
                        + "\"step\":{\"embed\":{\"title\":\"A\",\"stream\":0}},\"people\":{\"title\":\"F\"}}");
        assertThat(text(files.get("strings/en.rest.json")))
                .isEqualTo("{\"step\":{\"embed\":{\"text\":[\"T\"],\"caption\":\"B\","
                        + "\"stream\":{\"text\":[\"C\"],\"caption\":\"D\"}}},"
                        + "\"people\":{\"kick\":\"G\"},\"giants\":{\"title\":\"Larger\",\"caption\":\"E\"}}");
        assertThat(text(files.get("strings/en.step.embed.json")))
                .isEqualTo("{\"step\":{\"embed\":{\"text\":[\"T\"],\"stream\":{\"text\":[\"C\"],\"caption\":\"D\"}}}}");
        assertThat(files).doesNotContainKey("strings/en.json").containsKey("page.css");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
