package io.orrery.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs external programs in a folder, with a time limit in seconds. */
record Program(Path folder, long seconds) {
    private static final int LINES = 4;

    /**
     * Runs a command to its end and returns its standard output.
     *
     * @throws IOException if the command cannot be started, fails, or takes too long; the message quotes its error
     *     output
     */
    String run(List<String> command) throws IOException {
        var log = File.createTempFile("orrery-bench", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(log)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " takes longer than " + seconds + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s ended with %d: %s".formatted(command.get(0), process.exitValue(), firstLines(log)));
            }
            return printed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was interrupted", e);
        } finally {
            Files.deleteIfExists(log.toPath());
        }
    }

    private static String firstLines(File log) throws IOException {
        var lines = Files.readAllLines(log.toPath());
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.contains("complete log"))
                .limit(LINES)
                .collect(Collectors.joining(" "));
    }
}
