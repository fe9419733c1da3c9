package io.orrery.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --threads} of commands whose result does not depend on it. */
public final class ThreadsOption {
    private static final int MOST = 256;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of threads; does not affect the result. By default one per processor.")
    private Integer threads;

    public int count() {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        BadArgument.requireRange(command.commandLine(), "--threads", 1, MOST, count);
        return count;
    }
}
