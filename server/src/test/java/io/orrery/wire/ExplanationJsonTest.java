package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationJsonTest {
    private static final int VOCABULARY = 50_257;

    @Test
    void listsTheLargestInputsOfASoftmaxAndSumsTheRest() throws Exception {
        var over = cells("logits");
        // The value of cell i is (i mod 1000) / 100.
        var json = json(new Explanation.Softmax(over.get(3), over));

        assertThat(json.get("over")).hasSize(256);
        json.get("over")
                .forEach(cell -> assertThat(cell.get("value").doubleValue()).isGreaterThan(9.9));
        double named = 0;
        for (JsonNode cell : json.get("over")) {
            named += Math.exp(cell.get("value").doubleValue() - 9.99);
        }
        double all = IntStream.range(0, VOCABULARY)
                .mapToDouble(i -> Math.exp(i % 1000 / 100.0 - 9.99))
                .sum();
        assertThat(json.at("/rest/count").intValue()).isEqualTo(VOCABULARY - 256);
        assertThat(named + json.at("/rest/sum").doubleValue()).isCloseTo(all, within(1e-3));
    }

    @Test
    void listsTheLargestTermsOfASumInOrderAndSumsTheRest() throws Exception {
        var terms = cells("x").stream()
                .map(cell -> new Explanation.Product(List.of(cell)))
                .toList();
        var json = json(new Explanation.Sum(terms, 2));

        assertThat(json.get("terms")).hasSize(4096);
        int before = -1;
        double named = 0;
        for (JsonNode term : json.get("terms")) {
            int at = term.at("/0/cell/0").intValue();
            assertThat(at).isGreaterThan(before);
            before = at;
            named += term.at("/0/value").doubleValue();
        }
        double all = IntStream.range(0, VOCABULARY)
                .mapToDouble(i -> i % 1000 / 100.0)
                .sum();
        assertThat(named + json.at("/rest/sum").doubleValue()).isCloseTo(all, within(0.1));
    }

    @Test
    void shortListHasNoRest() throws Exception {
        var over = cells("scores").subList(0, 10);

        assertThat(json(new Explanation.Softmax(over.get(0), over)).has("rest")).isFalse();
    }

    private static List<Cell> cells(String name) {
        return IntStream.range(0, VOCABULARY)
                .mapToObj(i -> new Cell(name, List.of(i)))
                .toList();
    }

    private static JsonNode json(Explanation explanation) throws Exception {
        var json = ExplanationJson.of(
                new Cell("y", List.of(0)), explanation, cell -> cell.index().get(0) % 1000 / 100.0);
        return Json.read(Json.write(json));
    }
}
