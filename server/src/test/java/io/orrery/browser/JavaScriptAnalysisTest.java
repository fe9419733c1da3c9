package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Static analysis of the browser modules: TypeScript checks the types in their JSDoc, Prettier the format, ESLint the rest. */
class JavaScriptAnalysisTest {
    private static final Pattern REACHES_IN =
            Pattern.compile("\\.conductor\\b|\\battached\\(|app\\.machine\\b|\\)\\.machine\\b");

    private static final Set<String> ALLOWED = Set.of("Scene.java", "JavaScriptAnalysisTest.java");

    private static final long REACHING_IN = 136;

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

    /** Tests act and look as a person does, or ask {@link Scene}: only that class may know what the page is made of. The number of lines that still do otherwise only falls. */
    @Test
    void noMoreTestsReachIntoThePage() throws IOException {
        long lines = 0;
        try (var files = Files.list(Path.of("src/test/java/io/orrery/browser"))) {
            for (Path file : files.filter(
                            each -> !ALLOWED.contains(each.getFileName().toString()))
                    .toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> REACHES_IN.matcher(line).find())
                        .count();
            }
        }
        assertThat(lines)
                .as("lines of browser tests that reach into the page; lower the limit with them")
                .isLessThanOrEqualTo(REACHING_IN);
    }

    @Test
    void prettierWouldChangeNoFile() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "prettier", "--check", "--log-level", "warn", "."))
                .as("format them by: npm run format")
                .isEmpty();
    }
}
