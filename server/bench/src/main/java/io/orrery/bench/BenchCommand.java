package io.orrery.bench;

import io.orrery.bench.fanout.ActivitiesBench;
import io.orrery.bench.fanout.FanoutBench;
import io.orrery.bench.fanout.NodesBench;
import io.orrery.bench.fanout.PromptBench;
import io.orrery.bench.fanout.ReplayBench;
import io.orrery.bench.hostile.HostileBench;
import io.orrery.bench.scene.SceneBench;
import io.orrery.bench.slow.SlowBench;
import io.orrery.bench.stage.StageBench;
import io.orrery.bench.training.TrainingBench;
import io.orrery.cli.Main;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main class of {@code orrery-bench.jar}: each subcommand measures one part of Orrery. */
@Command(
        name = "orrery-bench",
        description = "Measures how fast this machine runs Orrery, and prints one JSON object.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EngineBench.class,
            HostileBench.class,
            PeopleBench.class,
            FanoutBench.class,
            NodesBench.class,
            ActivitiesBench.class,
            PromptBench.class,
            ReplayBench.class,
            SceneBench.class,
            SlowBench.class,
            StageBench.class,
            WhyBench.class,
            TrainingBench.class,
            HelpCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Exits with the exit code of the command. */
    public static void main(String[] args) {
        Main.exit(new BenchCommand(), UnaryOperator.identity(), args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to measure, as in \"orrery-bench engine\"");
    }
}
