package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import io.orrery.graph.Cell;
import io.orrery.graph.Explanation;
import io.orrery.graph.Graph;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Weights;
import io.orrery.graph.architecture.AlternatingModel;
import io.orrery.model.Fixtures;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.wire.GraphJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The animation of a step shows what is computed: at each moment of each op, the cells that the scene marks as read are those
 * that the engine's explanation of the written cells reads.
 */
class StepAnimationTest {
    private static final List<Integer> TOKENS = List.of(5, 3, 8, 3, 1, 9);
    private static final int COLUMN = 3;

    @RegisterExtension
    static final ModulePages workbench = new ModulePages();

    /** GPT-2 with tied embeddings; Llama with grouped queries; Qwen2 with biases; Mistral with queries wider than the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "qwen2-tiny", "mistral-tiny"})
    void readsTheCellsOfTheExplanation(String name) throws Exception {
        var model = Fixtures.open(name);
        check(new RunnableModel(model.id(), model.graph(), model.weights()), TOKENS, "blocks\\.[1-9].*", ops(name));
    }

    /** In layer 0 the checked query sees a window of the keys before it; in layer 1 it sees all of them. */
    @Test
    void readsTheCellsOfTheExplanationInLayersThatDiffer() throws Exception {
        var graph = new Graph(AlternatingModel.declare());
        var weights = Weights.of(graph, AlternatingModel.randomWeights(graph, new Random(9)));
        assertThat(COLUMN).isGreaterThanOrEqualTo(AlternatingModel.WINDOW);
        check(
                new RunnableModel("alternating", graph, weights),
                List.of(5, 3, 6, 3, 1, 2),
                "blocks\\.[2-9].*",
                "rotate",
                "scores",
                "softmax",
                "mix",
                "silu",
                "gelu");
    }

    @SuppressWarnings("unchecked")
    private static void check(RunnableModel source, List<Integer> tokens, String leftOut, Object... ops)
            throws Exception {
        var json = GraphJson.of(source.graph().declaration());
        json.put("v", 1);
        json.put("model", Map.of("title", source.model()));
        Page page = workbench.page();
        try (var workers = new Workers(1)) {
            var traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
            traces.offer(source);
            var trace = traces.trace(new Recipe(source.model(), tokens), Requester.of("a test"))
                    .join();
            var explained = source.graph().nodes().stream()
                    .filter(node -> !node.constant() && node.keep() != Keep.ASIDE)
                    .filter(node -> !node.name().matches(leftOut))
                    .map(node -> Map.of("name", node.name(), "cells", cells(trace, node)))
                    .toList();
            var found = (List<Map<String, Object>>) page.evaluate(
                    """
                    async ([description, tokens, column, explained]) => {
                      const { compare } = await import('/test/scene/motion.js');
                      return compare(JSON.parse(description), tokens, column, JSON.parse(explained));
                    }""",
                    List.of(
                            new JsonMapper().writeValueAsString(json),
                            tokens,
                            COLUMN,
                            new JsonMapper().writeValueAsString(explained)));
            assertThat(found).extracting(each -> each.get("op")).contains(ops);
            assertThat(found)
                    .allSatisfy(each -> assertThat(each.get("wrong"))
                            .as("%s (%s)", each.get("node"), each.get("op"))
                            .isNull());
        }
    }

    private static Object[] ops(String name) {
        return name.startsWith("gpt2")
                ? new Object[] {
                    "embed", "pos_embed", "add", "mean", "deviation", "normalize", "affine", "gelu", "softmax"
                }
                : new Object[] {
                    "rms", "divide", "affine", "linear", "rotate", "scores", "mix", "silu", "multiply", "add"
                };
    }

    /** Each unmasked cell at the checked position, and the cells that it was computed from. */
    private static List<Map<String, Object>> cells(Trace trace, Node node) {
        int[] shape = node.axes().stream()
                .mapToInt(axis -> axis.length(trace.graph().sizes(), trace.positions()))
                .toArray();
        var names = node.axes().stream().map(axis -> axis.name()).toList();
        var all = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b); i++) {
            int[] index = new int[shape.length];
            for (int axis = shape.length - 1, left = i; axis >= 0; left /= shape[axis--]) {
                index[axis] = left % shape[axis];
            }
            int at = names.contains("pos") ? names.indexOf("pos") : names.indexOf("q_pos");
            if (index[at] == COLUMN && !(trace.explain(node, index) instanceof Explanation.Masked)) {
                Set<String> from = new LinkedHashSet<>();
                trace.explain(node, index).recompute(cell -> {
                    from.add(written(cell));
                    return 1;
                });
                all.add(Map.of("index", index, "from", from));
            }
        }
        return all;
    }

    private static String written(Cell cell) {
        return cell.node() + cell.index().toString().replace(" ", "");
    }
}
