package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the servers that are measured, each with its files in a folder. */
public final class Servers {
    /** The flags that the container starts Java with. */
    private static final String FLAGS = "jvm.options";

    private static final List<String> BASELINE = List.of("package.json", "package-lock.json", "server.mjs");
    private static final String MAIN = "io.orrery.cli.Main";

    private final Path folder;

    /** @param folder for their files; exists, and is empty */
    public Servers(Path folder) {
        this.folder = folder;
    }

    /** A server and its room. */
    public record Running(Child child, Target room) implements AutoCloseable {
        @Override
        public void close() {
            child.close();
        }
    }

    /** Orrery, as the container runs it, on a model whose frames are as large as a full room's may be. */
    public Running orrery() throws IOException {
        var model = Files.createDirectory(folder.resolve("model"));
        FanoutModel.write(model);
        return orrery(model.toString());
    }

    /** Orrery, as the container runs it. */
    Running orrery(String model) throws IOException {
        copy(FLAGS, folder);
        var child = Child.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + folder.resolve(FLAGS),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN,
                        "serve",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--model",
                        model,
                        "--json"),
                // The class path may be relative to where this process was started.
                Path.of(""));
        var links = new JsonMapper().readTree(child.line());
        return new Running(child, Target.of(URI.create(links.get("presenter").textValue())));
    }

    /**
     * Node's {@code ws}, which answers as the room does, and sends the bytes that the room sent.
     */
    Running baseline(Recorded recorded) throws IOException, InterruptedException {
        var program = Files.createDirectory(folder.resolve("ws"));
        for (String file : BASELINE) {
            copy(file, program);
        }
        Files.writeString(program.resolve("state.json"), recorded.state());
        Files.writeString(program.resolve("people.json"), recorded.people());
        Files.write(program.resolve("frame.bin"), recorded.frame());
        run(program, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
        var child = Child.start(List.of("node", "server.mjs"), program);
        var room = URI.create("ws://127.0.0.1:" + child.line() + "/ws/rooms/BASE");
        return new Running(child, new Target(room, ""));
    }

    private static void run(Path in, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(new ArrayList<>(List.of(command)) + " failed: " + said);
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = Servers.class.getResourceAsStream(name)) {
            Files.copy(in, to.resolve(name));
        }
    }
}
