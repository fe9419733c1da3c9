package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a compiler would say of the client's modules: their types by TypeScript, from their JSDoc, and the rest by ESLint. */
class JavaScriptAnalysisTest {
    @BeforeAll
    static void installTheTools() throws IOException {
        ClientTools.install();
    }

    @Test
    void everyModuleIsSoundInItsTypes() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "tsc")).isEmpty();
    }

    @Test
    void noModuleHasWhatIsNeverUsedNorWhatIsNotThere() throws IOException {
        assertThat(ClientTools.run("npx", "--no-install", "eslint", "src")).isEmpty();
    }
}
