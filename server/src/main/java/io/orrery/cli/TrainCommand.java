package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.Series;
import io.orrery.graph.architecture.Positions;
import io.orrery.train.NanoSort;
import io.orrery.train.TrainableModel;
import io.orrery.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery train}: trains a built-in model again, from a seed. */
@Command(
        name = "train",
        description = "Trains a built-in model again and writes it as a model folder.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    private static final int STEPS_BETWEEN_LINES = 100;

    /** The models whose trainer has a jar of its own, and that jar. */
    private static final List<String> ELSEWHERE = List.of("tiny-tales", "tiny-tales-de");

    private static final String JAR = "server/tales/target/orrery-tales.jar";

    private final List<TrainableModel> trainable;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PRESET", description = "The model to train, by its name.")
    private String preset;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where to write the model. By default models/PRESET or, with other positions, models/PRESET-KIND.")
    private String out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same weights. By default the one of the built-in model.")
    private Long seed;

    @Option(
            names = "--positions",
            paramLabel = "KIND",
            defaultValue = "learned",
            description = "How the model learns where a token stands: ${COMPLETION-CANDIDATES}."
                    + " By default ${DEFAULT-VALUE}, as built in.")
    private Kind positions;

    /** Kinds of {@link Positions}; the names are the values of {@code --positions}. */
    private enum Kind {
        learned,
        sinusoidal,
        rotary,
        none;

        Positions positions() {
            return Positions.valueOf(name().toUpperCase(Locale.ROOT));
        }
    }

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--resume",
            description = "Go on with the training that was interrupted in this folder. The result is the same.")
    private boolean resume;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    TrainCommand() {
        this(List.of(NanoSort.MODEL));
    }

    /** @param trainable the models that it can train */
    public TrainCommand(List<TrainableModel> trainable) {
        this.trainable = List.copyOf(trainable);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var model = trainable.stream()
                .filter(each -> each.id().equals(preset))
                .findFirst()
                .orElseThrow(() -> BadArgument.of(spec.commandLine(), untrainable()))
                .with(positions.positions());
        int workers = threads.count();
        long chosen = seed == null ? model.seed() : seed;
        var folder = Path.of(out == null ? "models/" + model.name() : out);
        var bar = new ProgressBar(spec.commandLine().getErr(), "Training");
        Training.Result result;
        try {
            result = model.train(folder, chosen, workers, resume, Terminal.showsErrors() ? drawn(bar) : lines());
        } finally {
            bar.end();
        }
        report(result, folder, chosen);
        return 0;
    }

    private CommandLineError untrainable() {
        return ELSEWHERE.contains(preset)
                ? new CommandLineError.TrainedElsewhere(preset, JAR)
                : new CommandLineError.CannotTrain(
                        preset,
                        new Series(trainable.stream().map(TrainableModel::id).toList()));
    }

    private static Consumer<Training.Progress> drawn(ProgressBar bar) {
        return at -> bar.at(at.step(), at.steps(), note(at));
    }

    /** Progress without a terminal, for a log: one line every {@link #STEPS_BETWEEN_LINES} steps. */
    private Consumer<Training.Progress> lines() {
        var err = spec.commandLine().getErr();
        return at -> {
            if (at.step() % STEPS_BETWEEN_LINES == 0) {
                err.println("step %d of %d: %s".formatted(at.step(), at.steps(), note(at)));
                err.flush();
            }
        };
    }

    private static String note(Training.Progress at) {
        return String.format(Locale.ROOT, "loss %.4f, %s", at.loss(), at.score().note());
    }

    private void report(Training.Result result, Path folder, long chosen) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("folder", folder.toString());
        object.put("seed", chosen);
        object.put("step", result.best().step());
        object.putAll(result.score().figures());
        var steps = result.intermediate().stream().map(Training.Checkpoint::step);
        object.put("checkpoints", steps.toList());
        String sentence = "%s; written to %s.".formatted(result.score().note(), folder);
        JsonOutput.print(spec.commandLine().getOut(), json, object, sentence);
    }
}
