package io.orrery.cli;

import io.orrery.error.CommandLineError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns an error about an argument into picocli's exception. */
public final class BadArgument {
    private BadArgument() {}

    public static ParameterException of(CommandLine command, CommandLineError error) {
        return new ParameterException(command, Failure.SENTENCES.of(error));
    }
}
