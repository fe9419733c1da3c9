package io.orrery.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own, and what the kernel says it has used. */
public final class Child implements AutoCloseable {
    /** {@code USER_HZ}: the unit of {@code /proc/PID/stat}, the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final long PATIENCE_S = 10;
    private static final double KIB_PER_MIB = 1024;

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a program; what it says on its error stream is said on ours. */
    static Child start(List<String> command, Path folder) throws IOException {
        return new Child(new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * The next line of its output.
     *
     * @throws IOException when it ends before that
     */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the server ended before it was ready");
        }
        return line;
    }

    /** Seconds of processor time since its start, its own and the kernel's on its behalf. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        // The name, in brackets, may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /** Memory that it holds at the moment. */
    double rssMib() throws IOException {
        return Files.readAllLines(file("status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the kernel does not say how much memory the server has"))
                / KIB_PER_MIB;
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
