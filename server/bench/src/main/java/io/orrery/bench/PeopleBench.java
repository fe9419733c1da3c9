package io.orrery.bench;

import io.orrery.bench.AnsweringPeople.Kind;
import io.orrery.picture.TemporaryFolder;
import io.orrery.store.DataFolder;
import io.orrery.wire.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code orrery-bench people}: measures what the answer of a person to a question costs the thread of its room, in rooms of several sizes. The
 * people are connections in this process, without a network: the cost of a message is that of putting it into an outbox.
 */
@Command(
        name = "people",
        description =
                "Measures what an answer of a person to a question costs the thread of its room, in rooms of several"
                        + " sizes, and prints one JSON object.",
        mixinStandardHelpOptions = true)
final class PeopleBench implements Callable<Integer> {
    private static final int WARM_UP = 1000;
    private static final int MOST_RUNS = 100;
    private static final int MOST_PEOPLE = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rooms of each size. By default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--people",
            paramLabel = "N",
            split = ",",
            defaultValue = "250,1000,4000",
            description = "Sizes of rooms. By default ${DEFAULT-VALUE}.")
    private List<Integer> sizes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--runs", runs >= 1 && runs <= MOST_RUNS, MOST_RUNS);
        check("--people", sizes.stream().allMatch(size -> size >= 1 && size <= MOST_PEOPLE), MOST_PEOPLE);
        var figures = new LinkedHashMap<String, Object>();
        try (var scratch = TemporaryFolder.named("orrery-people");
                var folder = DataFolder.open(scratch.folder());
                var site = new AnsweringPeople(folder)) {
            site.microsPerAnswer(WARM_UP, Kind.GUESS);
            for (int size : sizes) {
                var each = new double[runs];
                for (int i = 0; i < runs; i++) {
                    each[i] = site.microsPerAnswer(size, Kind.GUESS);
                }
                Arrays.sort(each);
                figures.put(
                        Integer.toString(size),
                        Map.of(
                                "medianMicros",
                                Timing.rounded(each[runs / 2]),
                                "leastMicros",
                                Timing.rounded(each[0]),
                                "mostMicros",
                                Timing.rounded(each[runs - 1])));
            }
        }
        spec.commandLine().getOut().println(Json.write(Map.of("answer", figures)));
        return 0;
    }

    private void check(String option, boolean isRight, int most) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + most);
        }
    }
}
