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
 * Finds programs that tests need and that Maven does not provide. A program that is not on the PATH is installed from
 * Debian's packages, if the tests run as root on Debian. Otherwise the test fails and names the command to run: no test
 * is skipped because a program is missing.
 */
public final class Programs {
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final long TIMEOUT_MIN = 10;

    private Programs() {}

    /** The first of these programs that is on the PATH. */
    public static Optional<Path> find(List<String> names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The path of a program, which is installed if it is missing.
     *
     * @param debianPackage the package that contains it
     * @throws IllegalStateException if it is missing and cannot be installed; the message names the command to run
     */
    public static Path require(String name, String debianPackage) throws IOException {
        var installed = find(List.of(name));
        return installed.isPresent() ? installed.get() : alone(() -> install(name, debianPackage));
    }

    /**
     * Installs a package with files that a program needs beside itself, if the tests run as root on Debian and one of these files
     * is missing. Elsewhere nothing is done.
     */
    public static void complete(Path file, String debianPackage) throws IOException {
        if (!Files.exists(file) && canInstall()) {
            alone(() -> {
                if (!Files.exists(file)) {
                    run(command(debianPackage));
                }
                return file;
            });
        }
    }

    private static boolean canInstall() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(APT);
    }

    private static String command(String debianPackage) {
        return "apt-get update && apt-get install -y --no-install-recommends " + debianPackage;
    }

    /** Finds or installs a program. */
    public interface Installation<T> {
        T run() throws IOException;
    }

    /** Runs an installation under a lock that is shared by all test processes: two run at once. */
    public static <T> T alone(Installation<T> installation) throws IOException {
        try (var file = FileChannel.open(
                        Path.of(System.getProperty("java.io.tmpdir"), "orrery-test-programs.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            return installation.run();
        }
    }

    /** Installs a Debian package, unless another test process has done so meanwhile. */
    private static Path install(String name, String debianPackage) throws IOException {
        var command = command(debianPackage);
        List<String> names = List.of(name);
        if (find(names).isEmpty() && canInstall()) {
            run(command);
        }
        return find(names)
                .orElseThrow(() -> new IllegalStateException(
                        "The tests need " + name + ". Install it, as root on Debian or Ubuntu with: " + command));
    }

    private static void run(String command) throws IOException {
        var process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(TIMEOUT_MIN, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
