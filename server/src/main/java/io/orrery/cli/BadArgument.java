package io.orrery.cli;

import io.orrery.error.CommandLineError;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns errors about arguments into picocli's exception. */
public final class BadArgument {
    private BadArgument() {}

    public static ParameterException of(CommandLine command, CommandLineError error) {
        return new ParameterException(command, Failure.SENTENCES.of(error));
    }

    /** @throws ParameterException if a number is not from {@code least} to {@code largest} */
    public static void requireRange(CommandLine command, String option, int least, int largest, int value) {
        if (value < least || value > largest) {
            throw of(command, new CommandLineError.OptionOutOfRange(option, least, largest, value));
        }
    }

    /** @throws ParameterException if {@code word} is none of those that may be given */
    static void requireOneOf(CommandLine command, String option, Collection<String> words, String word) {
        if (!words.contains(word)) {
            throw of(command, new CommandLineError.NotOneOf(option, String.join(", ", words), word));
        }
    }
}
