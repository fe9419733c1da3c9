package io.orrery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects terminals. */
final class Terminal {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path ERRORS = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Whether standard error is a terminal. Java itself cannot tell: its console may exist without one. Returns false
     * if the system has no link to look up.
     */
    static boolean showsErrors() {
        return isShown(ERRORS);
    }

    /** Whether standard output is a terminal. */
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
