package io.orrery.cli.why;

import io.orrery.cli.TextOptions;
import io.orrery.lab.Patching;
import io.orrery.lab.Place;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TextPair;
import io.orrery.lab.tool.PatchTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why patch}: which value of one text's run mends that of another one. */
@Command(
        name = "patch",
        description = "Mends the run of a corrupted text (--tokens) by single values of a clean one (--from-tokens).")
final class PatchCommand extends TextTool {
    @ArgGroup(multiplicity = "1")
    private CleanText clean;

    @Option(
            names = "--only",
            paramLabel = "PLACE",
            description = "Put in one value alone: NODE, NODE[HEAD] or NODE[HEAD]@POSITION.")
    private String only;

    /** The clean text. */
    static final class CleanText {
        @Option(
                names = "--from-tokens",
                paramLabel = "NUMBERS",
                required = true,
                description = "The clean text's tokens.")
        private String tokens;

        @Option(names = "--from-prompt", paramLabel = "TEXT", required = true, description = "The clean text.")
        private String prompt;

        List<Integer> tokens(Model opened) {
            return prompt == null
                    ? TextOptions.numbers(tokens)
                    : java.util.Arrays.stream(opened.tokenizer().encode(prompt))
                            .boxed()
                            .toList();
        }
    }

    @Override
    Map<String, Object> answer(Model opened, Subject corrupted) {
        var first = corrupted.ofText(clean.tokens(opened));
        Target target;
        if (isAgainstAll()) {
            target = Target.againstAll(first, position(corrupted), a());
        } else {
            target = Patching.target(first, corrupted, position(corrupted), a(), b());
        }
        if (only != null) {
            return PatchTool.mended(new TextPair(first, corrupted, target), Place.parse(only));
        }
        var patching = watched("Patching", progress -> Patching.of(first, corrupted, target, progress));
        return PatchTool.json(first, target, patching);
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        if (only != null) {
            out.println("corrupted %s, with %s of the clean text %s: share recovered %s"
                    .formatted(
                            signed(answer.get("corrupted_difference")),
                            answer.get("place"),
                            signed(answer.get("mended_difference")),
                            signed(answer.get("recovered"))));
            return;
        }
        out.println("corrupted %s; share recovered by the stream that enters each layer, by position:"
                .formatted(signed(answer.get("corrupted_difference"))));
        print("resid_pre", answer, out);
        out.println("by each head:");
        print("z", answer, out);
    }

    private static void print(String key, Map<String, Object> answer, PrintWriter out) {
        for (var row : (List<?>) answer.get(key)) {
            var figures = ((List<?>) row).stream().map(TextTool::signed).toList();
            out.println(String.join(" ", figures));
        }
    }
}
