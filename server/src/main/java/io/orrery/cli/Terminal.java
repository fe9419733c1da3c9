package io.orrery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person watches. */
final class Terminal {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path ERRORS = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Whether what is written to the error stream is shown in a terminal. Java itself cannot tell: its console exists also
     * where there is none. Where the system has no such link, nobody is taken to watch.
     */
    static boolean showsErrors() {
        return isShown(ERRORS);
    }

    /** The same of the output stream. */
    static boolean showsOutput() {
        return isShown(OUTPUT);
    }

    private static boolean isShown(Path stream) {
        try {
            var target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
