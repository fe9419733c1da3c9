package io.orrery.browser;

import io.orrery.tools.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A display in memory, on which browsers have WebGL that draws in software: without a display they have none. */
final class VirtualDisplay implements AutoCloseable {
    private final Process server;
    private final String name;

    VirtualDisplay() throws IOException {
        for (String driver : List.of("libegl1", "libgl1-mesa-dri", "libglx-mesa0")) {
            Programs.complete(Path.of("/usr/share/doc", driver), driver);
        }
        // It chooses a number that is free, and writes it to its output.
        server = new ProcessBuilder(
                        Programs.require("Xvfb", "xvfb").toString(),
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "1700x1100x24",
                        "-nolisten",
                        "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (said == null) {
            throw new IOException("Xvfb has ended");
        }
        name = ":" + said;
    }

    /** The environment of a program that draws here. */
    Map<String, String> environment() {
        return Map.of("DISPLAY", name, "LIBGL_ALWAYS_SOFTWARE", "1", "GDK_BACKEND", "x11", "NO_AT_BRIDGE", "1");
    }

    @Override
    public void close() {
        server.destroy();
    }
}
