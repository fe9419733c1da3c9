package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tools.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a compiler would say of the client's modules: their types by TypeScript, from their JSDoc, and the rest by ESLint. */
class JavaScriptAnalysisTest {
    private static final Path CLIENT = Workbench.webClient();

    /** The versions in the lockfile, unless they are there by now. */
    @BeforeAll
    static void bringTheTools() throws IOException {
        Programs.require("node", "nodejs");
        Programs.require("npm", "npm");
        byte[] locked = Files.readAllBytes(CLIENT.resolve("package-lock.json"));
        Path brought = CLIENT.resolve("node_modules/.orrery-lock");
        if (!Files.exists(brought) || !Arrays.equals(Files.readAllBytes(brought), locked)) {
            assertThat(said("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"))
                    .isEmpty();
            Files.write(brought, locked);
        }
    }

    @Test
    void everyModuleIsSoundInItsTypes() throws IOException {
        assertThat(said("npx", "--no-install", "tsc")).isEmpty();
    }

    @Test
    void noModuleHasWhatIsNeverUsedNorWhatIsNotThere() throws IOException {
        assertThat(said("npx", "--no-install", "eslint", "src")).isEmpty();
    }

    /** What a program says, in the client's folder; what it ends with where it fails without a word. */
    private static String said(String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command))
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int code = process.waitFor();
            return code == 0 || !text.isEmpty() ? text : String.join(" ", command) + " ended with " + code;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
