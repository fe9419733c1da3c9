package io.orrery.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the process starts: {@code orrery [command] [options]}. */
@Command(
        name = "orrery",
        description = "Shows how a large language model works.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {TraceCommand.class, GenerateCommand.class, TrainCommand.class, HelpCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs a command and ends the process with its exit code: 0, or 2 and one sentence on the error stream. */
    public static void main(String[] args) {
        // Whatever the locale: a prompt or a continuation may hold any character.
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(TypedArguments.of(args), out, err);
        out.flush();
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        var commands = new CommandLine(new Main()).setOut(out).setErr(err);
        commands.setParameterExceptionHandler((problem, given) -> Failure.report(problem, err));
        commands.setExecutionExceptionHandler((problem, command, result) -> Failure.report(problem, err));
        try {
            return commands.execute(args.toArray(new String[0]));
        } catch (OutOfMemoryError e) {
            return Failure.report(e, err);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "A command is needed: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
