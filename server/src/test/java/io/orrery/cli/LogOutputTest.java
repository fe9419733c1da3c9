package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of a whole event: it describes what happened, and contains no keys, secrets, names or texts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogOutputTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    /** By form and configuration: each event takes two servers, so the tests share them. */
    private final Map<String, LoggedEvent> events = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"json, logback.xml", "text, logback-talkative.xml"})
    void logContainsNoKeysSecretsNamesOrTexts(String form, String configuration) throws Exception {
        LoggedEvent event = event(form, configuration);

        assertThat(event.secrets())
                .hasSizeGreaterThan(15)
                .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(5));
        String lower = event.log().toLowerCase(Locale.ROOT);
        assertThat(event.secrets())
                .filteredOn(secret -> lower.contains(secret.toLowerCase(Locale.ROOT)))
                .as("said in\n%s", event.log())
                .isEmpty();
    }

    @Test
    void logDescribesEventsInSentencesWithSeparateValues() throws Exception {
        var lines = new ArrayList<JsonNode>();
        LoggedEvent event = event("json", "logback.xml");
        for (String line : event.log().lines().toList()) {
            lines.add(JSON.readTree(line));
        }

        List<String> sentences = lines.stream()
                .map(line -> line.get("formattedMessage").textValue())
                .toList();
        assertThat(sentences)
                .containsSubsequence(
                        "A room was opened.",
                        "The server is ready.",
                        "Someone who may drive has come.",
                        "The presentation goes on.",
                        "Someone was sent out.",
                        "The wheel has changed hands.",
                        "A wrong key was shown.",
                        "The operator's key was missing or wrong.",
                        "A connection was cut off.",
                        "A lost key was replaced; the old one has ended.",
                        "A room was opened.",
                        "A room was closed.",
                        "The server stops; everyone is told to come again.",
                        "A room is open again.",
                        "The server is ready.")
                .allMatch(sentence -> sentence.endsWith("."));
        // The room and the server learn of the ended key on threads of their own, so the log may have either first.
        assertThat(sentences)
                .containsSubsequence(
                        "A connection was cut off.",
                        "Someone who may drive has gone.",
                        "The driver is gone, and the wheel waits.",
                        "A room was opened.");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.get("level").textValue()).isEqualTo("INFO"));
        assertThat(values(lines, "Someone who may drive has come."))
                .startsWith("{\"room\":\"" + event.code() + "\",\"role\":\"presenter\",\"people\":\"1\"}");
    }

    /** The values of each line with the given sentence. */
    private static List<String> values(List<JsonNode> lines, String sentence) {
        return lines.stream()
                .filter(line -> line.get("formattedMessage").textValue().equals(sentence))
                .map(line -> {
                    var object = JSON.createObjectNode();
                    line.get("kvpList").forEach(pair -> object.setAll((ObjectNode) pair));
                    return object.toString();
                })
                .toList();
    }

    private LoggedEvent event(String form, String configuration) throws Exception {
        String key = form + " " + configuration;
        if (!events.containsKey(key)) {
            events.put(key, new LoggedEvent(Files.createDirectory(folder.resolve(key)), form, configuration));
        }
        return events.get(key);
    }
}
