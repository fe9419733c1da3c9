package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that a server process uses, and then leaves behind when it is killed. */
class KeptFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void secondServerIsOneSentenceAndExitCode2AndAServerWithoutItsLatestChangesStartsAndSaysSo() throws Exception {
        Path data = temporary.resolve("data");
        Process process = KeptServer.start(data, ProcessBuilder.Redirect.DISCARD);
        try {
            assertThat(process.inputReader().readLine()).contains("\"presenter\"");

            Files.delete(data.resolve("lock"));
            assertRefused(
                    data,
                    "Another Orrery uses the data folder " + data
                            + " already; stop it, or choose another folder with --data.");
        } finally {
            process.destroyForcibly().waitFor();
        }

        Files.delete(data.resolve("rooms.db-wal"));
        Path said = temporary.resolve("said.txt");
        Process again = KeptServer.start(data, ProcessBuilder.Redirect.to(said.toFile()));
        try {
            assertThat(again.inputReader().readLine()).contains("\"presenter\"");
        } finally {
            again.destroyForcibly().waitFor();
        }
        assertThat(said).content().contains("lacks the latest changes of the rooms");
    }

    private static void assertRefused(Path data, String sentence) {
        CommandLineRun run =
                CommandLineRun.of("serve", "--host", "127.0.0.1", "--port", "0", "--data", data.toString());

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
