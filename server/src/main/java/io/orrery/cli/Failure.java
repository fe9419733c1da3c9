package io.orrery.cli;

import io.orrery.error.BadInputException;
import io.orrery.store.StorageException;
import io.orrery.trace.InvalidRecipe;
import io.orrery.web.CannotListenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on the error stream, in plain words and without a stack trace, why a command failed. */
final class Failure {
    /** The exit code of whatever fails. */
    static final int EXIT_CODE = 2;

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");

    private Failure() {}

    /** Prints one line about {@code problem} and returns the exit code. */
    static int report(Throwable problem, PrintWriter err) {
        err.println(LINE_BREAKS.matcher(sentence(problem)).replaceAll(" "));
        err.flush();
        return EXIT_CODE;
    }

    private static String sentence(Throwable problem) {
        if (problem instanceof UnmatchedArgumentException e && !e.isUnknownOption()) {
            return "\"%s\" is not understood here. See \"%s --help\"."
                    .formatted(
                            e.getUnmatched().get(0),
                            e.getCommandLine().getCommandSpec().qualifiedName());
        }
        if (problem instanceof ParameterException e) {
            return "%s See \"%s --help\"."
                    .formatted(
                            ended(e.getMessage().replaceFirst("^Error: ", "")),
                            e.getCommandLine().getCommandSpec().qualifiedName());
        }
        if (problem instanceof BadInputException
                || problem instanceof InvalidRecipe
                || problem instanceof CannotListenException
                || problem instanceof StorageException) {
            return problem.getMessage();
        }
        if (problem instanceof UncheckedIOException e) {
            return sentence(e.getCause());
        }
        if (problem instanceof IOException e) {
            return ofFiles(e);
        }
        if (problem instanceof InvalidPathException e) {
            return "\"%s\" cannot be the name of a file here: %s. For letters outside of ASCII start Java with LC_ALL=C.UTF-8."
                    .formatted(e.getInput(), e.getReason());
        }
        if (problem instanceof OutOfMemoryError) {
            return "This needs more memory than the %d MB that Java may use; give it more, as in \"java -Xmx8g -jar\"."
                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
        }
        return ended("Orrery failed unexpectedly: " + problem);
    }

    private static String ofFiles(IOException problem) {
        if (problem instanceof NoSuchFileException e) {
            return "There is no such file or folder: %s.".formatted(e.getFile());
        }
        if (problem instanceof AccessDeniedException e) {
            return "Access to %s is not permitted.".formatted(e.getFile());
        }
        if (problem instanceof FileSystemException e && e.getReason() != null) {
            return ended("%s cannot be read or written: %s".formatted(e.getFile(), e.getReason()));
        }
        return ended("Reading or writing failed: " + problem.getMessage());
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
