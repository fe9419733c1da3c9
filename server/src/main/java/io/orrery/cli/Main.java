package io.orrery.cli;

import io.orrery.error.OrreryException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The main class: {@code orrery [command] [options]}. The default command is {@code serve}. */
@Command(
        name = "orrery",
        description = {"Shows how a large language model works.", "Without a command it serves."},
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            ServeCommand.class,
            TraceCommand.class,
            GenerateCommand.class,
            TrainCommand.class,
            WhyCommand.class,
            NeuronsCommand.class,
            TourCommand.class,
            ExportCommand.class,
            PictureCommand.class,
            ReplayCommand.class,
            RoomsCommand.class,
            RoomCommand.class,
            PullCommand.class,
            HelpCommand.class
        })
public final class Main {
    private static final Set<String> GLOBAL_OPTIONS = Set.of("--help", "-h", "--version", "-V");

    private Main() {}

    /** Runs a command and exits with its exit code: 0, or 2 after one sentence on the error stream. */
    public static void main(String[] args) {
        exit(new Main(), Main::withCommand, args);
    }

    /**
     * Runs a command of a program and exits with its exit code: 0, or 2 after one sentence on the error stream.
     *
     * @param program an annotated command of picocli, or its specification
     * @param whole what of the typed arguments is run
     */
    public static void exit(Object program, UnaryOperator<List<String>> whole, String[] args) {
        // UTF-8 in any locale: a prompt or a continuation may contain any character.
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code;
        try {
            code = run(program, whole.apply(TypedArguments.of(args)), out, err);
        } catch (OrreryException e) {
            code = Failure.report(e, err);
        }
        out.flush();
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        return run(new Main(), withCommand(args), out, err);
    }

    /** Runs a command of a program and returns its exit code. */
    public static int run(Object program, List<String> args, PrintWriter out, PrintWriter err) {
        var commands = new CommandLine(program).setOut(out).setErr(err);
        commands.setParameterExceptionHandler((problem, given) -> Failure.report(problem, err));
        commands.setExecutionExceptionHandler((problem, command, result) -> Failure.report(problem, err));
        try {
            return commands.execute(args.toArray(new String[0]));
        } catch (OutOfMemoryError e) {
            return Failure.report(e, err);
        }
    }

    private static List<String> withCommand(List<String> args) {
        boolean isNamed = !args.isEmpty() && (!args.get(0).startsWith("-") || GLOBAL_OPTIONS.contains(args.get(0)));
        return isNamed ? args : Stream.concat(Stream.of("serve"), args.stream()).toList();
    }

    /** The version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Version.class.getPackage().getImplementationVersion();
            return new String[] {"orrery " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
