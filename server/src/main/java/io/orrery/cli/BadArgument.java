package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.Sentences;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** An argument that a command cannot use, as picocli tells of it. */
final class BadArgument {
    private BadArgument() {}

    static ParameterException of(CommandLine command, CommandLineError error) {
        return new ParameterException(command, Sentences.ENGLISH.of(error));
    }
}
