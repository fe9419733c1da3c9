package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.graph.Cell;
import io.orrery.graph.Declaration;
import io.orrery.graph.Graph;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Op;
import io.orrery.graph.Weights;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Trace;
import io.orrery.trace.Traces;
import io.orrery.train.NanoSort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Explaining a cell of a tensor that is not kept computes the cell's row, not the whole tensor. */
class DerivedCellTest {
    private static final List<Integer> TOKENS = List.of(2, 1, 0, 1, 1, 2);

    /** The rows that were computed by each call of {@code forward} on a derived node. */
    private final List<List<Integer>> computed = new ArrayList<>();

    private final Workers workers = new Workers(1);
    private final Graph graph = new Graph(recorded(NanoSort.graph().declaration()));
    private final Trace trace = trace();

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void explanationComputesOnlyTheRowOfItsCell() {
        for (Node node : derived()) {
            for (int[] cell : cells(trace.tensor(node))) {
                computed.clear();
                var asked = new Cell(node.name(), Arrays.stream(cell).boxed().toList());

                ExplanationJson.of(asked, trace.explain(node, cell), trace::at);

                var layout = trace.layout(node);
                boolean isMasked = layout.column(cell) < 0;
                assertThat(computed)
                        .as("rows computed for %s", asked)
                        .isEqualTo(isMasked ? List.of() : List.of(List.of(layout.row(cell))));
            }
        }
    }

    @Test
    void singleCellEqualsTheWholeTensorsBitForBit() {
        for (Node node : derived()) {
            var whole = trace.tensor(node);
            assertThat(trace.layout(node).toString()).isEqualTo(whole.layout().toString());
            for (int[] cell : cells(whole)) {
                float alone = trace.at(
                        new Cell(node.name(), Arrays.stream(cell).boxed().toList()));
                assertThat(Float.floatToRawIntBits(alone))
                        .as("%s%s", node, Arrays.toString(cell))
                        .isEqualTo(Float.floatToRawIntBits(whole.at(cell)));
            }
        }
    }

    @Test
    void sortingModelHasThreeKindsOfDerivedTensor() {
        assertThat(derived())
                .extracting(Node::name)
                .contains("blocks.0.attn.hook_result", "blocks.0.attn.hook_attn_scores_unscaled", "probs");
    }

    private List<Node> derived() {
        return graph.nodes().stream().filter(Node::isDerived).toList();
    }

    private Trace trace() {
        var random = new Random(3);
        var weights = new HashMap<String, Tensor>();
        for (Node node : graph.weights()) {
            var tensor = Tensor.zeros(node.layout(graph.sizes(), 0));
            for (float[] row : tensor.rows()) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) (0.5 * random.nextGaussian());
                }
            }
            weights.put(node.name(), tensor);
        }
        var traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
        traces.offer(new RunnableModel("m", graph, Weights.of(graph, weights)));
        return traces.trace(new Recipe("m", TOKENS), Requester.of("a test")).join();
    }

    private static List<int[]> cells(Tensor tensor) {
        int[] shape = tensor.layout().shape();
        return IntStream.range(0, (int) tensor.layout().cells())
                .mapToObj(number -> {
                    var cell = new int[shape.length];
                    int rest = number;
                    for (int axis = shape.length - 1; axis >= 0; axis--) {
                        cell[axis] = rest % shape[axis];
                        rest /= shape[axis];
                    }
                    return cell;
                })
                .toList();
    }

    /** The same declaration, with ops of derived nodes that record which rows they compute. */
    private Declaration recorded(Declaration of) {
        var layers = new Declaration.Layers(
                of.layers().templates().stream()
                        .map(each -> new Declaration.Template(each.name(), recorded(each.section())))
                        .toList(),
                of.layers().order());
        return new Declaration(
                of.architecture(), of.sizes(), recorded(of.before()), layers, recorded(of.after()), of.stream());
    }

    private Declaration.Section recorded(Declaration.Section section) {
        var nodes = section.nodes().stream()
                .map(node -> node.keep() == Keep.KEPT ? node : withOp(node, recorded(node.op())))
                .toList();
        return new Declaration.Section(nodes, section.steps());
    }

    private static Declaration.NodeSpec withOp(Declaration.NodeSpec node, Op op) {
        return new Declaration.NodeSpec(
                node.name(), op, node.inputs(), node.axes(), node.role(), node.border(), node.keep());
    }

    private Op recorded(Op op) {
        return (Op) Proxy.newProxyInstance(Op.class.getClassLoader(), new Class<?>[] {Op.class}, (self, method, in) -> {
            if (method.getName().equals("forward")) {
                computed.add(IntStream.range((int) in[3], (int) in[4]).boxed().toList());
            }
            try {
                return method.invoke(op, in);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
