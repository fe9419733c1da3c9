package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import io.orrery.lab.Circuit;
import io.orrery.lab.Place;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which parts contribute to which: the circuit, without the edges whose absolute value is less than {@code least}, or the
 * {@code strongest} edges alone, or so many {@code leading} ones ({@link Circuit#leading}). With {@code from} and {@code to} one edge is checked instead.
 */
public final class CircuitTool implements Tool {
    @Override
    public String name() {
        return "circuit";
    }

    @Override
    public List<String> parameters() {
        return List.of("least", "strongest", "leading", "from", "to");
    }

    @Override
    public long bytes(Sizes sizes, int positions, long run) {
        return 2 * run;
    }

    @Override
    public Map<String, Object> answer(Question question, Progress progress) {
        var subject = question.subject();
        var target = question.target();
        var parameters = question.parameters();
        if (parameters.text("from").isPresent() || parameters.text("to").isPresent()) {
            return checked(
                    subject, target, Place.parse(parameters.required("from")), Place.parse(parameters.required("to")));
        }
        var circuit = Circuit.of(subject, target, parameters.number("least", 0), progress);
        boolean isLeading = parameters.text("leading").isPresent();
        if (!isLeading && parameters.text("strongest").isEmpty()) {
            return json(subject, target, circuit);
        }
        int most = parameters.whole(isLeading ? "leading" : "strongest", 0, 1, Circuit.MOST_EDGES);
        var answer = json(subject, target, isLeading ? circuit.leading(most) : circuit.strongest(most));
        answer.put("all_edges", circuit.edges());
        return answer;
    }

    /** What taking {@code from} out of what {@code to} reads does to the answer: minus the edge. */
    private static Map<String, Object> checked(Subject subject, Target target, Place from, Place to) {
        var answer = Question.about(subject, target);
        answer.put("from", from.toString());
        answer.put("to", to.toString());
        answer.put("change", Circuit.check(subject, target, node(from), node(to)));
        return answer;
    }

    private static Circuit.Node node(Place place) {
        return new Circuit.Node(place.part(), place.position(), 0);
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
