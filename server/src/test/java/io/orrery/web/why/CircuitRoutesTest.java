package io.orrery.web.why;

import static io.orrery.web.why.WhyServer.LOGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A circuit's edges over HTTP: the strongest ones, and those that lead to the answer. */
class CircuitRoutesTest {
    @RegisterExtension
    static final WhyServer server = new WhyServer();

    /** The strongest edges are those of the whole circuit, strongest first, between the same nodes; each can be checked. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void strongestEdges(String model) throws Exception {
        String circuit = "/api/traces/" + server.trace(model, "5,6,7,8") + "/why/circuit";
        var whole = edges(server.json(circuit));
        var json = server.json(circuit + "?strongest=12");
        assertThat(json.get("all_edges").intValue()).isEqualTo(whole.size());
        var strongest = edges(json);
        var expected = whole.stream()
                .sorted(Comparator.comparingDouble(edge -> -Math.abs(edge.value())))
                .limit(12)
                .toList();
        assertThat(strongest).isEqualTo(expected);
        assertThat(json.get("nodes").size()).isLessThanOrEqualTo(25);
        for (var edge : strongest) {
            if (!edge.from().equals("constant")) {
                var checked = server.json(circuit + "?from=" + edge.from() + "&to=" + edge.to());
                assertThat(checked.get("change").doubleValue()).isCloseTo(-edge.value(), within(LOGITS));
            }
        }
    }

    /** From the answer on, always the strongest edge of the whole circuit to a node that is there already; none leads elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny-tied"})
    void leadingEdges(String model) throws Exception {
        String circuit = "/api/traces/" + server.trace(model, "5,6,7,8") + "/why/circuit";
        var left = new ArrayList<>(edges(server.json(circuit)));
        int all = left.size();
        var json = server.json(circuit + "?leading=40");
        assertThat(json.get("all_edges").intValue()).isEqualTo(all);
        var there = new HashSet<>(Set.of("logits@3"));
        var expected = new ArrayList<Edge>();
        for (int i = 0; i < 40; i++) {
            var next = left.stream()
                    .filter(edge -> there.contains(edge.to()))
                    .max(Comparator.comparingDouble(edge -> Math.abs(edge.value())))
                    .orElseThrow();
            left.remove(next);
            there.add(next.from());
            expected.add(next);
        }
        assertThat(edges(json)).isEqualTo(expected);
        // all that lead to the answer, and no others, if there are no more
        there.clear();
        there.add("logits@3");
        var every = edges(server.json(circuit + "?leading=8000000"));
        for (var edge : every) {
            assertThat(there).contains(edge.to());
            there.add(edge.from());
        }
        assertThat(left.stream().filter(edge -> !every.contains(edge)).filter(edge -> there.contains(edge.to())))
                .isEmpty();
    }

    private record Edge(String from, String to, double value) {}

    private static List<Edge> edges(JsonNode json) {
        var edges = new ArrayList<Edge>();
        for (var edge : json.get("edges")) {
            edges.add(new Edge(
                    place(json, edge.get("from")),
                    place(json, edge.get("to")),
                    edge.get("value").doubleValue()));
        }
        return edges;
    }

    private static String place(JsonNode json, JsonNode node) {
        var found = json.get("nodes").get(node.intValue());
        return found.get("part").textValue() + (found.get("position").isNull() ? "" : "@" + found.get("position"));
    }
}
