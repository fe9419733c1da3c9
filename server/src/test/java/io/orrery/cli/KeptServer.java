package io.orrery.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code serve} with a data folder, in a process of its own that can be killed. */
final class KeptServer {
    private KeptServer() {}

    /**
     * @param data the data folder
     * @param log takes the error stream
     */
    static Process start(Path data, ProcessBuilder.Redirect log) throws IOException {
        return start(data, log, "logback.xml");
    }

    /**
     * @param configuration a resource for Logback
     * @param options further options
     */
    static Process start(Path data, ProcessBuilder.Redirect log, String configuration, String... options)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // It lives for seconds, on a processor that other tests use, too.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=" + configuration,
                Main.class.getName(),
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--json"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectError(log).start();
    }
}
