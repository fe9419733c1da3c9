package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that a server process uses, and then leaves behind when it is killed. */
@Timeout(60)
class KeptFolderTest {
    @TempDir
    private Path data;

    @Test
    void secondServerAndLostChangesAreOneSentenceAndExitCode2() throws Exception {
        Process process = KeptServer.start(data, ProcessBuilder.Redirect.DISCARD);
        try {
            assertThat(process.inputReader().readLine()).contains("\"presenter\"");

            Files.delete(data.resolve("lock"));
            assertRefused("Another Orrery uses the data folder " + data
                    + " already; stop it, or choose another folder with --data.");
        } finally {
            process.destroyForcibly().waitFor();
        }

        Path log = data.resolve("rooms.db-wal");
        Files.delete(log);
        assertRefused(log + " is missing, and with it the latest changes of the rooms: put the file back; or, to go on"
                + " with the rooms as " + data.resolve("rooms.db") + " has them, remove " + data.resolve("rooms.mark")
                + ".");
    }

    private void assertRefused(String sentence) {
        CommandLineRun run =
                CommandLineRun.of("serve", "--host", "127.0.0.1", "--port", "0", "--data", data.toString());

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
