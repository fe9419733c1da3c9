package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Circuit;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which parts contribute to which: the circuit, without the edges whose absolute value is less than {@code least}. */
public final class CircuitTool implements Tool {
    @Override
    public String name() {
        return "circuit";
    }

    @Override
    public List<String> parameters() {
        return List.of("least");
    }

    @Override
    public long bytes(Sizes sizes, int positions, long run) {
        return 2 * run;
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var subject = question.subject();
        var target = question.target();
        double least = question.parameters().number("least", 0);
        return json(subject, target, Circuit.of(subject, target, least, progress));
    }

    public static Map<String, Object> json(Subject subject, Target target, Circuit circuit) {
        var answer = Question.about(subject, target);
        answer.put("nodes", circuit.nodes().stream().map(CircuitTool::node).toList());
        answer.put(
                "edges",
                IntStream.range(0, circuit.edges())
                        .mapToObj(i -> edge(circuit.edge(i)))
                        .toList());
        return answer;
    }

    private static Map<String, Object> node(Circuit.Node node) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("part", node.part());
        object.put("position", node.position().isPresent() ? node.position().getAsInt() : null);
        object.put("value", node.value());
        return object;
    }

    private static Map<String, Object> edge(Circuit.Edge edge) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("from", edge.from());
        object.put("to", edge.to());
        object.put("value", edge.value());
        return object;
    }
}
