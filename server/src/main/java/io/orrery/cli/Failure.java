package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.error.OrreryIOException;
import io.orrery.error.Sentences;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports on the error stream why a command failed: one sentence, without a stack trace. */
final class Failure {
    /** The exit code of a command that failed. */
    static final int EXIT_CODE = 2;

    /** In the language of the environment. */
    static final Sentences SENTENCES = Sentences.ofEnvironment(System.getenv());

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private Failure() {}

    /** Prints one line about {@code problem} and returns the exit code. */
    static int report(Throwable problem, PrintWriter err) {
        err.println(LINE_BREAKS.matcher(sentence(problem)).replaceAll(" "));
        err.flush();
        return EXIT_CODE;
    }

    private static String sentence(Throwable problem) {
        if (problem instanceof OrreryException e) {
            return SENTENCES.of(e.error());
        }
        if (problem instanceof OrreryIOException e) {
            return SENTENCES.of(e.error());
        }
        boolean isCarried = problem instanceof UncheckedIOException
                || problem instanceof CompletionException
                || problem instanceof ExecutionException;
        if (isCarried && problem.getCause() != null) {
            return sentence(problem.getCause());
        }
        return SENTENCES.of(error(problem));
    }

    private static CommandLineError error(Throwable problem) {
        if (problem instanceof UnmatchedArgumentException e && !e.isUnknownOption()) {
            return new CommandLineError.UnknownArgument(
                    e.getUnmatched().get(0), e.getCommandLine().getCommandSpec().qualifiedName());
        }
        if (problem instanceof ParameterException e) {
            return new CommandLineError.SeeHelp(
                    ended(e.getMessage().replaceFirst("^Error: ", "")),
                    e.getCommandLine().getCommandSpec().qualifiedName());
        }
        if (problem instanceof IOException e) {
            return ofFiles(e);
        }
        if (problem instanceof InvalidPathException e) {
            return new CommandLineError.NotAFileName(e.getInput(), e.getReason());
        }
        if (problem instanceof OutOfMemoryError) {
            return new CommandLineError.OutOfMemory(Runtime.getRuntime().maxMemory() >> 20);
        }
        return new CommandLineError.UnexpectedFailure(unended(problem.toString()));
    }

    private static CommandLineError ofFiles(IOException problem) {
        if (problem instanceof NoSuchFileException e) {
            return new CommandLineError.NoSuchFile(String.valueOf(e.getFile()));
        }
        if (problem instanceof AccessDeniedException e) {
            return new CommandLineError.AccessDenied(String.valueOf(e.getFile()));
        }
        if (problem instanceof FileSystemException e && e.getReason() != null) {
            return new CommandLineError.FileFailed(String.valueOf(e.getFile()), unended(e.getReason()));
        }
        return new CommandLineError.ReadingFailed(unended(String.valueOf(problem.getMessage())));
    }

    private static String ended(String sentence) {
        return unended(sentence) + ".";
    }

    /** The sentence in one line, without its full stop. */
    private static String unended(String sentence) {
        String line = LINE_BREAKS.matcher(sentence).replaceAll(" ");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
