package io.orrery.tools;

import java.io.IOException;

/** Sends signals to processes that a test has started. */
public final class Signals {
    private Signals() {}

    /**
     * Sends a signal.
     *
     * @param name {@code STOP}, {@code CONT}, …
     * @throws IOException if there is no such process
     */
    public static void send(String name, long pid) throws IOException, InterruptedException {
        // The shell's built-in kill: a slim Debian has no kill program.
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("process " + pid + " could not be sent " + name);
        }
    }
}
