package io.orrery.cli.why;

import io.orrery.lab.Attribution;
import io.orrery.lab.Subject;
import io.orrery.model.Model;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orrery why attribution}: who votes for the answer. */
@Command(name = "attribution", description = "What each part adds to the logit difference: direct logit attribution.")
final class AttributionCommand extends TextTool {
    private static final int NEURONS = 8;

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
        var target = target(subject);
        int opens = layer == null ? opened.graph().sizes().n_layers() - 1 : layer;
        var answer = about(subject, target);
        var attribution = Attribution.of(subject, target);
        answer.put(
                "attribution",
                attribution.votes().stream().map(AttributionCommand::vote).toList());
        answer.put("sum", attribution.sum());
        answer.put("neurons", neurons(Attribution.neurons(subject, target, opens, NEURONS)));
        if (head != null) {
            var tokens = Attribution.tokens(subject, target, opens, head);
            answer.put("tokens", tokens(opens, tokens));
        }
        return answer;
    }

    private static Map<String, Object> vote(Attribution.Vote vote) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("part", vote.part());
        object.put("a", vote.a());
        object.put("a_minus_b", vote.difference());
        return object;
    }

    private Map<String, Object> tokens(int opens, double... tokens) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("layer", opens);
        object.put("head", head);
        object.put("a_minus_b", tokens);
        return object;
    }

    private static Map<String, Object> neuron(Attribution.Neuron neuron) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("neuron", neuron.neuron());
        object.put("a_minus_b", neuron.difference());
        return object;
    }

    private static Map<String, Object> neurons(Attribution.Neurons neurons) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("layer", neurons.layer());
        object.put("top", neurons.top().stream().map(AttributionCommand::neuron).toList());
        object.put("sum", neurons.sum());
        return object;
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
