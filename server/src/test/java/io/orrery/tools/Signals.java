package io.orrery.tools;

import java.io.IOException;

/** Signals to processes that a test has started. */
public final class Signals {
    private Signals() {}

    /**
     * Sends one.
     *
     * @param name {@code STOP}, {@code CONT}, …
     * @throws IOException where there is no such process
     */
    public static void send(String name, long pid) throws IOException, InterruptedException {
        // The shell's own: a slim Debian has no program of that name.
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("process " + pid + " could not be sent " + name);
        }
    }
}
