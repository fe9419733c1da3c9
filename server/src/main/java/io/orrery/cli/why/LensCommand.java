package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Lens;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.LensTool;
import io.orrery.model.Model;
import io.orrery.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why lens}: where the answer forms. */
@Command(name = "lens", description = "What the model would say if it ended earlier: the logit lens.")
final class LensCommand extends TextTool {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the logits, [point, pos, d_vocab], as safetensors.")
    private Path out;

    @Option(
            names = "--ranked",
            paramLabel = "N",
            defaultValue = "" + LensTool.RANKED,
            description = "How many of the most probable tokens to list of each place. By default ${DEFAULT-VALUE}.")
    private int ranked;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) throws IOException {
        if (ranked < 1 || ranked > LensTool.MOST_RANKED) {
            throw BadArgument.of(
                    spec().commandLine(),
                    new CommandLineError.OptionOutOfRange("--ranked", 1, LensTool.MOST_RANKED, ranked));
        }
        var target = target(subject);
        var lens = watched("Looking", progress -> Lens.of(subject, target, 0, subject.length(), ranked, progress));
        var answer = LensTool.json(subject, target, lens);
        if (out != null) {
            int[] shape = {
                lens.points().size(), subject.length(), subject.graph().sizes().d_vocab()
            };
            new SafetensorsWriter(Map.of())
                    .add("lens", shape, () -> Lens.logits(subject))
                    .write(out);
        }
        return answer;
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        var points = (List<?>) answer.get("points");
        var tops = (List<?>) answer.get("top");
        for (int i = 0; i < points.size(); i++) {
            var top = (Integer) ((List<?>) tops.get(i)).get((Integer) answer.get("position"));
            out.println("%-28s \"%s\", rank of a: %s"
                    .formatted(
                            points.get(i), opened.tokenizer().piece(top), ((List<?>) answer.get("rank_of_a")).get(i)));
        }
    }
}
