package io.orrery.cli.why;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery why}: each subcommand answers one question about a model's next token. */
@Command(
        name = "why",
        description = "Measures why a model gives its next token. Layers, heads and positions count from 0.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LensCommand.class,
            AttributionCommand.class,
            ChangeCommand.class,
            PatchCommand.class,
            SaliencyCommand.class,
            HeadsCommand.class,
            ScoreCommand.class,
            EmbeddingCommand.class,
            CircuitCommand.class,
            StrongestNeuronsCommand.class,
            HelpCommand.class
        })
public final class WhyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to ask, as in \"orrery why attribution\"");
    }
}
