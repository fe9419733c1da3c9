package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.lab.NeuronSurvey;
import io.orrery.lab.NeuronTexts;
import io.orrery.library.SurveyFiles;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery neurons}: finds what moves each neuron of a model, over many texts. */
@Command(
        name = "neurons",
        description =
                "Finds the places in many texts that move each neuron of a model most, and writes them to a file from"
                        + " which a server shows them. If it is interrupted, the same command goes on.",
        mixinStandardHelpOptions = true)
final class NeuronsCommand implements Callable<Integer> {
    private static final int MOST_TEXTS = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "The texts, one a line. By default the model writes them itself.")
    private Path texts;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "" + NeuronTexts.USUAL,
            description = "How many texts the model writes. By default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + NeuronTexts.SEED,
            description = "The same seed gives the same texts. By default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the server that is to show it. By default that of the default port.")
    private Path data;

    @Option(names = "--out", paramLabel = "FILE", description = "Write this file instead.")
    private Path out;

    @Option(names = "--json", description = "Describe the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        BadArgument.requireRange(spec.commandLine(), "--count", 1, MOST_TEXTS, count);
        if (seed < 0) {
            throw BadArgument.of(spec.commandLine(), new CommandLineError.OptionTooSmall("--seed", 0, (int) seed));
        }
        var opened = model.open();
        var file = out != null
                ? out
                : SurveyFiles.file(
                        (data == null ? HostingOptions.usualData() : data).resolve(SurveyFiles.FOLDER), opened.id());
        var progress = new ProgressBar(spec.commandLine().getErr(), "Reading");
        NeuronSurvey survey;
        try (var workers = new Workers(threads.count())) {
            var read = texts == null ? NeuronTexts.own(opened, count, seed, workers) : NeuronTexts.given(lines(opened));
            survey = SurveyFiles.complete(file, opened, read, workers, (done, all) -> progress.at(done, all, ""));
        } finally {
            progress.end();
        }
        report(survey, file);
        return 0;
    }

    /** The lines as tokens, each cut to the model's context. */
    private List<List<Integer>> lines(Model opened) throws IOException {
        int longest = opened.graph().sizes().n_ctx();
        var read = new ArrayList<List<Integer>>();
        for (String line : Files.readAllLines(texts)) {
            if (!line.isBlank()) {
                read.add(Arrays.stream(opened.tokenizer().encode(line.strip()))
                        .limit(longest)
                        .boxed()
                        .toList());
            }
        }
        return read;
    }

    private void report(NeuronSurvey survey, Path file) throws IOException {
        var header = survey.header();
        int neurons = header.layers() * header.width();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file.toString());
        object.put("texts", survey.texts().size());
        object.put("positions", survey.positions());
        object.put("neurons", neurons);
        object.put("bytes", Files.size(file));
        String sentence = "%d neurons, %d texts, %d places; written to %s."
                .formatted(neurons, survey.texts().size(), survey.positions(), file);
        JsonOutput.print(spec.commandLine().getOut(), json, object, sentence);
    }
}
