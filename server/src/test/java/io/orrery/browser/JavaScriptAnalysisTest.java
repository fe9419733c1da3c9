package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Static analysis of the browser modules: TypeScript checks the types in their JSDoc, Prettier the format, ESLint the rest. */
class JavaScriptAnalysisTest {
    /** A member of the page's element or the scene's that is not every element's. */
    private static final Pattern REACHES_IN = Pattern.compile(
            "[.]conductor\\b|\\battached\\(|\\bmachine\\??\\.\\w"
                    + "|(?:(?<!\")\\b(?:app|APP)|orrery-(?:app|scene)'\\))\\??\\.(?!dispatchEvent\\b|querySelector|getBoundingClientRect\\b)\\w");

    @BeforeAll
    static void installTheTools() throws IOException {
        ClientTools.install();
    }

    @Test
    void typeScriptFindsNoError() throws IOException {
        assertThat(ClientTools.run("node", "src/types/declare.js")).isEmpty();
        assertThat(ClientTools.run("npx", "--no-install", "tsc")).isEmpty();
    }

    @Test
    void esLintFindsNoProblem() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "eslint", "src")).isEmpty();
    }

    /** Tests act and look as a person does, or ask the port that the client declares for them ({@link SceneProbe}). */
    @Test
    void noTestReachesIntoThePage() throws IOException {
        var found = new ArrayList<String>();
        for (String folder : List.of("src/test/java/io/orrery/browser", "../web-client/src/test/js")) {
            try (var files = Files.list(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    // unit tests of modules have objects of their own
                    if (!name.endsWith(".test.js")) {
                        Files.readAllLines(file).stream()
                                .filter(line -> REACHES_IN.matcher(line).find())
                                .forEach(line -> found.add(name + ": " + line.strip()));
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void prettierWouldChangeNoFile() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "prettier", "--check", "--log-level", "warn", "."))
                .as("format them by: npm run format")
                .isEmpty();
    }
}
