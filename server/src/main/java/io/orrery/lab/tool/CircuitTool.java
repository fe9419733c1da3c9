package io.orrery.lab.tool;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.Anatomy;
import io.orrery.lab.Circuit;
import io.orrery.lab.Place;
import io.orrery.lab.Progress;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parts contribute to which: the circuit, without the edges whose absolute value is less than {@code least}, or the
 * {@code strongest} edges alone, or so many {@code leading} ones ({@link Circuit#leading}). With {@code from} and {@code to} one edge is checked instead.
 */
public final class CircuitTool implements Tool {
    /** How many edges a page can show. */
    private static final int LEADING = 600;

    /** {@code {"from":0,"to":0,"value":0.0},}. */
    private static final int LEAST_EDGE_JSON = 30;

    /** The same with the longest numbers. */
    private static final int EDGE_JSON = 64;

    /** More edges certainly make too large an answer. */
    private static final int MOST_WRITTEN = LabError.AnswerTooLarge.LIMIT / LEAST_EDGE_JSON;

    private static final int NODE = 64;
    private static final int NODE_JSON = 112;

    @Override
    public String name() {
        return "circuit";
    }

    @Override
    public List<String> parameters() {
        return List.of("least", "strongest", "leading", "from", "to");
    }

    /** The edges that lead to the answer, and the check of an opened one. */
    @Override
    public List<Opened.Request> asked(Opened opened) {
        var graph = Opened.Request.of(this, Map.of("leading", Parameters.USUAL));
        var edge = opened.values(Map.of("from", "from", "to", "to"));
        return edge.size() < 2 ? List.of(graph) : List.of(graph, Opened.Request.of(this, edge));
    }

    /** Gradients of all nodes, the values of all parts, and the edges. */
    @Override
    public Need need(Extent extent, Parameters parameters) {
        int asked = parameters.whole("position").orElse(extent.positions() - 1);
        int positions = Math.max(1, Math.min(asked + 1, extent.positions()));
        var sizes = extent.sizes();
        long gradients = extent.run()
                + Extent.rows(3L * positions, sizes.d_mlp())
                + Extent.rows(6L * extent.positions(), sizes.d_model());
        if (isOneEdge(parameters)) {
            return new Need(extent.run() + gradients + extent.votes(), 0);
        }
        int found = Circuit.mostEdges(Anatomy.of(extent.graph()), positions);
        boolean isWhole = isWhole(parameters);
        int edges = isWhole ? Math.min(found, MOST_WRITTEN) : found;
        int chosen = isWhole ? edges : Math.min(Math.min(found, MOST_WRITTEN + 1), chosen(parameters));
        long nodes = extent.parts() * positions + 2;
        long values = Extent.rows(extent.parts() * positions, sizes.d_model());
        long heads = Extent.rows(extent.positions(), extent.headsWide());
        return new Need(
                gradients
                        + values
                        + heads
                        + extent.votes()
                        + nodes * (NODE + Integer.BYTES)
                        + Circuit.bytes(edges, !isWhole)
                        + (isWhole ? 0 : Circuit.bytes(chosen, true)),
                nodes * NODE_JSON + (long) chosen * EDGE_JSON);
    }

    private static boolean isOneEdge(Parameters parameters) {
        return parameters.text("from").isPresent() || parameters.text("to").isPresent();
    }

    private static boolean isWhole(Parameters parameters) {
        return parameters.text("leading").isEmpty()
                && parameters.text("strongest").isEmpty();
    }

    /** How many edges are chosen at most. */
    private static int chosen(Parameters parameters) {
        String name = parameters.text("leading").isPresent() ? "leading" : "strongest";
        return parameters.among(name, LEADING, 1, Circuit.MOST_EDGES).orElse(0);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var subject = question.subject();
        var target = question.target();
        var parameters = question.parameters();
        if (isOneEdge(parameters)) {
            return checked(
                    subject, target, Place.parse(parameters.required("from")), Place.parse(parameters.required("to")));
        }
        double least = parameters.number("least", 0);
        if (isWhole(parameters)) {
            return json(subject, target, Circuit.of(subject, target, least, MOST_WRITTEN, progress));
        }
        int most = Math.min(chosen(parameters), MOST_WRITTEN + 1);
        var all = Circuit.of(subject, target, least, progress);
        var circuit = parameters.text("leading").isPresent() ? all.leading(most) : all.strongest(most);
        if (circuit.edges() > MOST_WRITTEN) {
            throw new OrreryException(new LabError.AnswerTooLarge());
        }
        var answer = json(subject, target, circuit);
        answer.put("all_edges", all.edges());
        return answer;
    }

    /** What taking {@code from} out of what {@code to} reads does to the answer: minus the edge. */
    private static Map<String, Object> checked(Subject subject, Target target, Place from, Place to) {
        var answer = ToolRequest.about(subject, target);
        answer.put("from", from.toString());
        answer.put("to", to.toString());
        answer.put("change", Circuit.check(subject, target, node(from), node(to)));
        return answer;
    }

    private static Circuit.Node node(Place place) {
        return new Circuit.Node(place.part(), place.position(), 0);
    }

    public static Map<String, Object> json(Subject subject, Target target, Circuit circuit) {
        var answer = ToolRequest.about(subject, target);
        answer.put("nodes", Listing.of(circuit.nodes(), CircuitTool::node));
        answer.put("edges", Listing.of(circuit.edges(), circuit::edge));
        return answer;
    }

    private static Map<String, Object> node(Circuit.Node node) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("part", node.part());
        object.put("position", node.position().isPresent() ? node.position().getAsInt() : null);
        object.put("value", node.value());
        return object;
    }
}
