package io.orrery.cli.why;

import io.orrery.lab.Subject;
import io.orrery.lab.tool.NeuronsTool;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why neurons}: the strongest neurons at a position. */
@Command(
        name = "neurons",
        description = "A layer's strongest neurons at the position, and the tokens that each speaks for.")
final class StrongestNeuronsCommand extends TextTool {
    @Option(names = "--layer", paramLabel = "N", description = "The layer, from 0; by default the last.")
    private Integer layer;

    @Option(names = "--neuron", paramLabel = "N", description = "A neuron that is listed in any case, from 0.")
    private Integer neuron;

    @Override
    Map<String, Object> answer(Model opened, Subject subject) {
        return NeuronsTool.json(subject, target(subject), number(layer), number(neuron));
    }

    @Override
    void print(Map<String, Object> answer, Model opened, PrintWriter out) {
        for (var each : (List<?>) answer.get("strongest")) {
            var row = (Map<?, ?>) each;
            var words = ((List<?>) row.get("for"))
                    .stream()
                            .map(token ->
                                    opened.tokenizer().piece((Integer) token).strip())
                            .collect(Collectors.joining(", "));
            out.println("%s  neuron %s, for %s".formatted(signed(row.get("value")), row.get("neuron"), words));
        }
    }
}
