package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Map<String, byte[]> FILES = Map.of(
            "strings/en.json",
                    bytes("{\"locale\":\"en\",\"card\":{\"next\":\"Next\"},\"giants\":{\"title\":\"Larger\"}}"),
            "tokens.css", bytes(":root{}\n"),
            "page.css", bytes("body{}\n"));

    @Test
    void aStringsFileIsCutInWhatAWalkSaysFirstAndAllElseAndStaysWholeToo() {
        var files = Parts.of(FILES);

        assertThat(text(files.get("strings/en.first.json")))
                .isEqualTo("{\"locale\":\"en\",\"card\":{\"next\":\"Next\"}}");
        assertThat(text(files.get("strings/en.rest.json"))).isEqualTo("{\"giants\":{\"title\":\"Larger\"}}");
        assertThat(files.get("strings/en.json")).isEqualTo(FILES.get("strings/en.json"));
    }

    @Test
    void thePagesStylesFollowTheTokensThatTheyName() {
        assertThat(text(Parts.of(FILES).get("page.css"))).isEqualTo(":root{}\nbody{}\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
