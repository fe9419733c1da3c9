package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Saliency;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.SaliencyTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why saliency}: which words mattered. */
@Command(name = "saliency", description = "Which tokens the logit difference is owed to: integrated gradients.")
final class SaliencyCommand extends TextTool {
    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps from the baseline to the text; by default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--baseline",
            paramLabel = "WHERE",
            defaultValue = "mean",
            description =
                    "Where the way begins: mean (the mean embedding, the default) or keep-first (the same, but the"
                            + " first token keeps its own).")
    private String baseline;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        if (steps < 1 || steps > SaliencyTool.MOST_STEPS) {
            throw BadArgument.of(
                    spec().commandLine(),
                    new CommandLineError.OptionOutOfRange("--steps", 1, SaliencyTool.MOST_STEPS, steps));
        }
        var from = java.util.Arrays.stream(Saliency.Baseline.values())
                .filter(one -> one.word().equals(baseline))
                .findFirst()
                .orElseThrow(() -> BadArgument.of(spec().commandLine(), new CommandLineError.NotABaseline(baseline)));
        var target = target(subject);
        var saliency = watched("Measuring", progress -> Saliency.of(subject, target, steps, from, progress));
        return SaliencyTool.json(subject, target, saliency);
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        for (var share : (List<?>) answer.get("by_token")) {
            out.println(signed(share));
        }
        out.println("%s  sum, of %s".formatted(signed(answer.get("sum")), signed(answer.get("target"))));
    }
}
