package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Static analysis of the browser modules: TypeScript checks the types in their JSDoc, Prettier the format, ESLint the rest. */
class JavaScriptAnalysisTest {
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
    void nullsAndMissingTypesAreFoundWhereTheCheckIsStrict() throws IOException {
        assertThat(ClientTools.run("node", "src/types/declare.js")).isEmpty();
        assertThat(ClientTools.run("node", "src/types/strict.js")).isEmpty();
    }

    @Test
    void esLintFindsNoProblem() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "eslint", "src")).isEmpty();
    }

    @Test
    void prettierWouldChangeNoFile() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "prettier", "--check", "--log-level", "warn", "."))
                .as("format them by: npm run format")
                .isEmpty();
    }
}
