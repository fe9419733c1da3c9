package io.orrery.picture;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A headless Chromium process with software rendering and a temporary profile. */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome", "chromium-headless-shell", "msedge");
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // A browser without a graphics card draws WebGL with SwiftShader, but composes its pages with Skia. Where
            // SwiftShader is asked for by a flag, it would compose them too, which takes several times as long.
            "--disable-gpu-compositing",
            "--disable-gpu-rasterization",
            "--remote-debugging-port=0");
    /** Chromium's sandbox does not work for root, and only a page of this program is opened. */
    private static final String NO_SANDBOX = "--no-sandbox";

    private static final String ROOT = "root";
    private static final String LISTENING = "DevTools listening on ";
    private static final long EXIT_WAIT_S = 5;

    private final Process process;
    private final TemporaryFolder profile;
    private final URI address;

    private Chromium(Process process, TemporaryFolder profile, URI address) {
        this.process = process;
        this.profile = profile;
        this.address = address;
    }

    /**
     * Starts a browser.
     *
     * @param program path of the executable; empty for the first Chromium on the {@code PATH}
     * @throws OrreryException with a {@link CommandLineError.NoBrowser} if there is none
     * @throws IOException if it does not start
     */
    public static Chromium start(String program) throws IOException {
        var command = new ArrayList<>(List.of(program.isEmpty() ? installed() : program));
        var profile = TemporaryFolder.named("orrery-browser");
        command.addAll(FLAGS);
        if (System.getProperty("user.name").equals(ROOT)) {
            command.add(NO_SANDBOX);
        }
        command.add("--user-data-dir=" + profile.folder());
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            profile.close();
            throw new OrreryException(new CommandLineError.NoSuchFile(command.get(0)), e);
        }
        process.getOutputStream().close();
        return new Chromium(process, profile, address(process));
    }

    /** URL of the browser's DevTools socket. */
    public URI address() {
        return address;
    }

    /** Ends the browser and deletes its profile, once none of its processes writes there any more. */
    @Override
    public void close() throws IOException {
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        all.forEach(Chromium::awaitEnd);
        profile.close();
    }

    private static void awaitEnd(ProcessHandle process) {
        var ended = process.onExit();
        try {
            ended.get(EXIT_WAIT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            ended.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String installed() throws IOException {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : NAMES) {
                var file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        throw new OrreryException(new CommandLineError.NoBrowser());
    }

    private static URI address(Process process) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                drain(lines);
                return URI.create(line.substring(LISTENING.length()).strip());
            }
        }
        throw new IOException("Chromium ended before it could be driven.");
    }

    /** Reads the rest of the browser's output: it would block on a full pipe. */
    private static void drain(BufferedReader lines) {
        var thread = new Thread(
                () -> {
                    try {
                        while (lines.readLine() != null) {
                            continue;
                        }
                    } catch (IOException e) {
                        // The browser has exited.
                        return;
                    }
                },
                "chromium-output");
        thread.setDaemon(true);
        thread.start();
    }
}
