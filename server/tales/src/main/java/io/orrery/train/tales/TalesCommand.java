package io.orrery.train.tales;

import io.orrery.cli.Main;
import io.orrery.cli.TrainCommand;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main class of {@code orrery-tales.jar}, which trains the story model and measures what it can do. */
@Command(
        name = "orrery-tales",
        description = "Trains and evaluates models that tell the stories of a small grammar.",
        mixinStandardHelpOptions = true,
        subcommands = {EvaluateCommand.class, HelpCommand.class})
public final class TalesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Exits with the exit code of the command. */
    public static void main(String[] args) {
        Main.exit(program(), UnaryOperator.identity(), args);
    }

    static CommandSpec program() {
        return CommandSpec.forAnnotatedObject(new TalesCommand())
                .addSubcommand("train", new CommandLine(new TrainCommand(TinyTales.MODELS)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, as in \"orrery-tales train tiny-tales\"");
    }
}
