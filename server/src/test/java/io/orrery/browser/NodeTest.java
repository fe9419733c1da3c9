package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the unit tests of the browser modules that need no browser ({@code web-client/src/test/js/**}{@code /*.test.js}) with
 * Node's test runner and reports each of them. {@link JavaScriptTest} runs the others.
 */
class NodeTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private record Result(String name, String failure) {}

    @TestFactory
    Stream<DynamicNode> modules() throws IOException {
        ClientTools.install();
        Path report = folder.resolve("report.jsonl");
        String said = ClientTools.run(
                "node",
                "--import",
                "./src/test/node/setup.js",
                "--test-reporter",
                "./src/test/node/report.js",
                "--test-reporter-destination",
                report.toString(),
                "./src/test/node/run.js");
        Map<String, List<Result>> results = new TreeMap<>();
        for (String line : Files.readAllLines(report)) {
            JsonNode test = JSON.readTree(line);
            results.computeIfAbsent(test.get("file").textValue(), file -> new ArrayList<>())
                    .add(new Result(
                            test.get("name").textValue(), test.get("failure").asText("")));
        }
        assertThat(results.keySet()).as(said).containsExactlyElementsOf(files());
        return results.entrySet().stream().map(file -> dynamicContainer(file.getKey(), tests(file.getValue())));
    }

    private static Stream<DynamicNode> tests(List<Result> results) {
        return results.stream()
                .map(result -> dynamicTest(
                        result.name(), () -> assertThat(result.failure()).isEmpty()));
    }

    private static List<String> files() throws IOException {
        return JavaScriptTest.files()
                .filter(file -> !file.endsWith(JavaScriptTest.NEEDS_A_BROWSER))
                .toList();
    }
}
