package io.orrery.tools;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs that tests need and Maven does not bring: those on the PATH, else (as root on Debian) the system's packages, else
 * a failure that names the command to run. Nothing is skipped for the want of one.
 */
public final class Programs {
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final long PATIENCE_MIN = 10;

    private Programs() {}

    /** The first of these names that can be run. */
    public static Optional<Path> find(List<String> names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A program, installed if need be.
     *
     * @param debianPackage what it is in
     * @throws IllegalStateException naming the command to run, where it is not there and could not be installed
     */
    public static Path require(String name, String debianPackage) throws IOException {
        var installed = find(List.of(name));
        return installed.isPresent() ? installed.get() : alone(() -> install(List.of(name), debianPackage));
    }

    /** Something that is or brings a program; its failures are its own. */
    public interface Bringing<T> {
        T bring() throws IOException;
    }

    /** Brings something while no other test's process does: tests run in two at once. */
    public static <T> T alone(Bringing<T> bringing) throws IOException {
        try (var file = FileChannel.open(
                        Path.of(System.getProperty("java.io.tmpdir"), "orrery-test-programs.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            return bringing.bring();
        }
    }

    /**
     * Installs a Debian package, unless one of the names is there by now; only while {@link #alone}.
     *
     * @throws IllegalStateException naming the command to run, where that is not possible
     */
    public static Path install(List<String> names, String debianPackage) throws IOException {
        var command = "apt-get update && apt-get install -y --no-install-recommends " + debianPackage;
        if (find(names).isEmpty() && "root".equals(System.getProperty("user.name")) && Files.isExecutable(APT)) {
            run(command);
        }
        return find(names)
                .orElseThrow(() -> new IllegalStateException("The tests need " + names.get(0)
                        + ". Install it, as root on Debian or Ubuntu with: " + command));
    }

    private static void run(String command) throws IOException {
        var process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_MIN, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
