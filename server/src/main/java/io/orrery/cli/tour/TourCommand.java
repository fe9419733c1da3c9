package io.orrery.cli.tour;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery tour}: helps authors of tours. */
@Command(
        name = "tour",
        description = "Helps to write guided tours.",
        mixinStandardHelpOptions = true,
        subcommands = {CheckCommand.class, NewCommand.class, HelpCommand.class})
public final class TourCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, as in \"orrery tour check FOLDER\"");
    }
}
