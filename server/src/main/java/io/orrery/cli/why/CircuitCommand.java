package io.orrery.cli.why;

import io.orrery.lab.Circuit;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.CircuitTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why circuit}: which parts contribute to which. */
@Command(
        name = "circuit",
        description = "The direct contributions of parts to one another, down to the logit difference.")
final class CircuitCommand extends TextTool {
    private static final int PRINTED = 20;

    @Option(
            names = "--least",
            paramLabel = "X",
            defaultValue = "0",
            description = "Leave out edges with a smaller absolute value.")
    private double least;

    @Option(names = "--strongest", paramLabel = "N", description = "Keep the N strongest edges alone, strongest first.")
    private Integer strongest;

    @Option(
            names = "--leading",
            paramLabel = "N",
            description =
                    "Keep N edges that lead to the answer: from there on, always the strongest one to what is kept.")
    private Integer leading;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        var target = target(subject);
        var circuit = watched("Tracing", progress -> Circuit.of(subject, target, least, progress));
        var kept =
                leading != null ? circuit.leading(leading) : strongest != null ? circuit.strongest(strongest) : circuit;
        return CircuitTool.json(subject, target, kept);
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        super.print(answer, opened, out);
        var nodes = (List<?>) answer.get("nodes");
        ((List<?>) answer.get("edges"))
                .stream()
                        .map(edge -> (Map<?, ?>) edge)
                        .sorted(Comparator.comparingDouble(edge -> -Math.abs((Double) edge.get("value"))))
                        .limit(PRINTED)
                        .forEach(edge -> out.println("%s  %s → %s"
                                .formatted(
                                        signed(edge.get("value")),
                                        name(nodes, edge.get("from")),
                                        name(nodes, edge.get("to")))));
    }

    private static String name(List<?> nodes, Object index) {
        var node = (Map<?, ?>) nodes.get((Integer) index);
        return node.get("part") + (node.get("position") == null ? "" : "@" + node.get("position"));
    }
}
