package io.orrery.cli.why;

import io.orrery.lab.Subject;
import io.orrery.lab.tool.AttributionTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why attribution}: who votes for the answer. */
@Command(name = "attribution", description = "What each part adds to the logit difference: direct logit attribution.")
final class AttributionCommand extends TextTool {
    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "The layer whose strongest neurons are listed; by default the last.")
    private Integer layer;

    @Option(
            names = "--head",
            paramLabel = "N",
            description = "A head of this layer that is opened into the tokens it reads.")
    private Integer head;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        return AttributionTool.json(subject, target(subject), number(layer), number(head));
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        for (var vote : (List<?>) answer.get("attribution")) {
            var row = (Map<?, ?>) vote;
            out.println("%s  %s".formatted(signed(row.get("a_minus_b")), row.get("part")));
        }
        out.println("%s  sum".formatted(signed(answer.get("sum"))));
    }
}
