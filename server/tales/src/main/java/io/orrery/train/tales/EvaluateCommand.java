package io.orrery.train.tales;

import io.orrery.cli.BadArgument;
import io.orrery.cli.JsonOutput;
import io.orrery.cli.ModelsOption;
import io.orrery.cli.ThreadsOption;
import io.orrery.error.CommandLineError;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orrery-tales evaluate}: measures the skills of a model that tells stories. */
@Command(
        name = "evaluate",
        description = "Measures the skills of a model that tells stories, and what its heads are needed for.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST_STORIES = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelsOption downloaded;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "The model: tiny-tales, tiny-tales-de, a checkpoint such as tiny-tales@400, or the folder of one like it.")
    private String name;

    @Option(
            names = "--stories",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of stories for each skill. By default ${DEFAULT-VALUE}.")
    private int stories;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (stories < 1 || stories > MOST_STORIES) {
            throw BadArgument.of(
                    spec.commandLine(), new CommandLineError.OptionOutOfRange("--stories", 1, MOST_STORIES, stories));
        }
        int workers = threads.count();
        var evaluation = Evaluation.of(Presets.open(downloaded.found(ModelReference.of(name))), stories, workers);
        var out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(out, evaluation.figures());
        } else {
            print(evaluation, out);
        }
        return 0;
    }

    private static void print(Evaluation evaluation, PrintWriter out) {
        out.println("right on held-out stories:");
        evaluation.skills().skills().forEach((skill, share) -> out.println(percent(share) + "  " + skill.title()));
        out.println(percent(evaluation.choices()) + "  of the places have no word with a probability of 0.8");
        out.println(percent(evaluation.sentences()) + "  of the sentences of sampled stories are the grammar's");
        out.println(percent(evaluation.stories()) + "  of the sampled stories are the grammar's");
        evaluation.agreement().ifPresent(words -> {
            out.println(
                    percent(words.genderShare()) + "  of the articles, pronouns and colours have their noun's gender");
            out.println(percent(words.caseShare()) + "  of the articles are in the right case");
        });
        evaluation.heads().forEach((head, marks) -> {
            out.println("without head %d of layer %d:".formatted(head.head(), head.layer()));
            marks.skills().forEach((skill, share) -> out.println(percent(share) + "  " + skill.title()));
        });
    }

    private static String percent(double share) {
        return "%8s".formatted(Marks.percent(share));
    }
}
