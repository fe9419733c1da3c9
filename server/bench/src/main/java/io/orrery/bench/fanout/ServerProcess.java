package io.orrery.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a child process, and its processor time and memory as reported by the kernel. */
public final class ServerProcess implements AutoCloseable {
    /** {@code USER_HZ}, the unit of {@code /proc/PID/stat}: 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final long TIMEOUT_S = 10;
    private static final double KIB_PER_MIB = 1024;

    private final Process process;
    private final BufferedReader output;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a program in a folder. @param log takes its error stream */
    static ServerProcess start(List<String> command, Path folder, ProcessBuilder.Redirect log) throws IOException {
        return new ServerProcess(new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(log)
                .start());
    }

    /**
     * Reads the next line of its standard output.
     *
     * @throws IOException if the process has ended
     */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the server ended before it was ready");
        }
        return line;
    }

    /** Processor time since the process started, user and system, in seconds. */
    public double cpuSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        // Skip the program name: it is in parentheses and may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /** Resident memory at the moment, in MiB. */
    public double rssMib() throws IOException {
        return Files.readAllLines(file("status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the kernel does not say how much memory the server has"))
                / KIB_PER_MIB;
    }

    /**
     * What is reachable on its heap at the moment, in MiB, after a full collection.
     *
     * @throws IOException if the JDK's {@code jcmd} is missing
     */
    public double liveMib() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (var lines = asked.inputReader()) {
            return lines.lines()
                            .map(line -> line.strip().split("\\s+"))
                            .filter(words -> words[0].equals("Total"))
                            .mapToLong(words -> Long.parseLong(words[2]))
                            .findFirst()
                            .orElseThrow(() -> new IOException("jcmd does not say what is on the server's heap"))
                    / KIB_PER_MIB
                    / KIB_PER_MIB;
        }
    }

    /** Whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
