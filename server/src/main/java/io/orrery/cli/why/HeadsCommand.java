package io.orrery.cli.why;

import io.orrery.cli.BadArgument;
import io.orrery.error.CommandLineError;
import io.orrery.lab.Copying;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.HeadsTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why heads}: where heads look. */
@Command(
        name = "heads",
        description =
                "How much each head looks at the previous token, at the same token before, behind that, and at the first.")
final class HeadsCommand extends TextTool {
    @Option(
            names = "--copying",
            paramLabel = "N",
            description = "Also measures how much each head copies, on N tokens of the vocabulary.")
    private Integer copying;

    @Option(
            names = "--repeated",
            paramLabel = "N",
            description = "Also measures the scores on N random tokens that come twice.")
    private Integer repeated;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        if (repeated != null && (repeated < 1 || repeated > HeadsTool.MOST_REPEATED)) {
            throw BadArgument.of(
                    spec().commandLine(),
                    new CommandLineError.OptionOutOfRange("--repeated", 1, HeadsTool.MOST_REPEATED, repeated));
        }
        if (copying != null && (copying < 1 || copying > Copying.MOST)) {
            throw BadArgument.of(
                    spec().commandLine(), new CommandLineError.OptionOutOfRange("--copying", 1, Copying.MOST, copying));
        }
        var target = target(subject);
        var also = new HeadsTool.Also(optional(repeated), optional(copying));
        return copying == null
                ? HeadsTool.json(subject, target, also, Progress.NONE)
                : watched("Copying", progress -> HeadsTool.json(subject, target, also, progress));
    }

    private static OptionalInt optional(Integer count) {
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
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
