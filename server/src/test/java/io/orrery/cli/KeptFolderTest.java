package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        Process process = start();
        try {
            assertThat(process.inputReader().readLine()).contains("\"presenter\"");

            for (String removed : List.of("lock", "rooms.mark")) {
                Files.delete(data.resolve(removed));
                assertRefused("Another Orrery uses the data folder " + data
                        + " already; stop it, or choose another folder with --data.");
                while (!Files.exists(data.resolve(removed)) || isEmpty(data.resolve("rooms.mark"))) {
                    Thread.sleep(20);
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        Path log = data.resolve("rooms.db-wal");
        Files.delete(log);
        assertRefused(log + " is missing, and with it the latest changes of the rooms: put the file back; or, to go on"
                + " with the rooms as " + data.resolve("rooms.db") + " has them, remove " + data.resolve("rooms.mark")
                + ".");
        Files.delete(data.resolve("rooms.db"));
        assertRefused(data.resolve("rooms.db") + " is missing, though rooms were kept in it: put it or a backup in its"
                + " place; or, to begin anew without them, remove " + data.resolve("rooms.mark") + leftLog() + ".");
    }

    /** SQLite may have created an empty log while it looked for the missing one. */
    private String leftLog() {
        Path log = data.resolve("rooms.db-wal");
        return Files.exists(log) ? " and " + log : "";
    }

    private static boolean isEmpty(Path file) throws IOException {
        return !Files.exists(file) || Files.size(file) == 0;
    }

    private void assertRefused(String sentence) {
        CommandLineRun run =
                CommandLineRun.of("serve", "--host", "127.0.0.1", "--port", "0", "--data", data.toString());

        assertThat(run.err()).isEqualToIgnoringNewLines(sentence);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dlogback.configurationFile=logback.xml",
                                Main.class.getName(),
                                "serve",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data",
                                data.toString(),
                                "--json")
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
