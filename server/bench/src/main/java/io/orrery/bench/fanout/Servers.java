package io.orrery.bench.fanout;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Starts the servers under test, with their files in one folder. */
public final class Servers {
    /** The JVM flags of the container image. */
    private static final String FLAGS = "jvm.options";

    private static final List<String> BASELINE = List.of("package.json", "package-lock.json", "server.mjs");
    private static final String MAIN = "io.orrery.cli.Main";

    private final Path folder;

    /** @param folder an existing, empty folder for the servers' files */
    public Servers(Path folder) {
        this.folder = folder;
    }

    /** A running server and its room. */
    public record Running(ServerProcess process, LoadedRoom room) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /** Starts Orrery with the container's JVM flags and a model whose frames have the largest size of a full room. */
    public Running orrery() throws IOException {
        var model = Files.createDirectory(folder.resolve("model"));
        FanoutModel.write(model);
        return orrery(model.toString());
    }

    /** Starts Orrery with the container's JVM flags. */
    Running orrery(String model) throws IOException {
        return orrery(model, List.of(), List.of("--room-capacity", "100000"), ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * Starts Orrery with the container's JVM flags.
     *
     * @param jvm further JVM flags
     * @param options further options of {@code serve}
     * @param log takes the error stream
     */
    public Running orrery(String model, List<String> jvm, List<String> options, ProcessBuilder.Redirect log)
            throws IOException {
        copy(FLAGS, folder);
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + folder.resolve(FLAGS));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "serve"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--model", model, "--only-model", "--json"));
        command.addAll(options);
        // Same working directory as this process: the class path may be relative to it.
        var process = ServerProcess.start(command, Path.of(""), log);
        var links = new JsonMapper().readTree(process.line());
        return new Running(
                process, LoadedRoom.of(URI.create(links.get("presenter").textValue())));
    }

    /** Starts a server that uses Node's {@code ws}, gives a room's answers, and sends the recorded bytes. */
    Running baseline(RecordedStep recorded) throws IOException, InterruptedException {
        var program = Files.createDirectory(folder.resolve("ws"));
        for (String file : BASELINE) {
            copy(file, program);
        }
        Files.writeString(program.resolve("state.json"), recorded.state());
        Files.writeString(program.resolve("people.json"), recorded.people());
        Files.write(program.resolve("frame.bin"), recorded.frame());
        run(program, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
        var process = ServerProcess.start(List.of("node", "server.mjs"), program, ProcessBuilder.Redirect.INHERIT);
        var room = URI.create("ws://127.0.0.1:" + process.line() + "/ws/rooms/BASE");
        return new Running(process, new LoadedRoom(room, ""));
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
            Files.copy(in, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
