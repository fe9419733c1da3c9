package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Copying;
import io.orrery.lab.HeadScores;
import io.orrery.lab.Subject;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why heads}: where heads look. */
@Command(
        name = "heads",
        description =
                "How much each head looks at the previous token, at the same token before, behind that, and at the first.")
final class HeadsCommand extends TextTool {
    private static final long SEED = 1;

    @Option(
            names = "--copying",
            paramLabel = "N",
            description = "Also measures how much each head copies, on N tokens of the vocabulary.")
    private Integer copying;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        if (copying != null && (copying < 1 || copying > Copying.MOST)) {
            throw BadArgument.of(
                    spec().commandLine(), new CommandLineError.OptionOutOfRange("--copying", 1, Copying.MOST, copying));
        }
        var answer = about(subject, target(subject));
        var scores = HeadScores.of(subject);
        answer.put("previous", numbers(scores.previous()));
        answer.put("duplicate", numbers(scores.duplicate()));
        answer.put("induction", numbers(scores.induction()));
        answer.put("first", numbers(scores.first()));
        if (copying != null) {
            answer.put("copying", watched("Copying", progress -> Copying.of(subject, copying, SEED, progress)));
        }
        return answer;
    }

    /** By layer and head; null where there is no such place in the text. */
    private static List<List<Double>> numbers(List<List<OptionalDouble>> layers) {
        var numbers = new ArrayList<List<Double>>();
        for (var heads : layers) {
            var row = new ArrayList<Double>();
            heads.forEach(score -> row.add(score.isPresent() ? score.getAsDouble() : null));
            numbers.add(row);
        }
        return numbers;
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        for (var kind : List.of("previous", "duplicate", "induction", "first", "copying")) {
            if (answer.get(kind) instanceof List<?> layers) {
                out.println(kind);
                for (var heads : layers) {
                    out.println(String.join(
                            " ",
                            ((List<?>) heads).stream().map(TextTool::signed).toList()));
                }
            }
        }
    }
}
