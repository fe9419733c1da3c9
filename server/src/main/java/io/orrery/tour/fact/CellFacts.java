package io.orrery.tour.fact;

import io.orrery.error.FactError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.tour.scene.BlockWord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Facts about one cell of a tensor. */
final class CellFacts {
    private CellFacts() {}

    static FactValue value(CellOf fact, Shown shown) {
        Node node = node(fact, shown);
        var index = new ArrayList<Integer>();
        boolean hasToken = false;
        boolean hasKey = false;
        boolean hasNumber = false;
        boolean hasHead = false;
        for (Axis axis : node.axes()) {
            if (axis.equals(Axis.K_POS)) {
                index.add(shown.position(fact.key().orElseThrow(() -> needs(fact, "key"))));
                hasKey = true;
            } else if (axis.isPosition()) {
                index.add(shown.position(fact.token()));
                hasToken = true;
            } else if (axis.name().equals(Axis.HEAD.name())) {
                index.add(head(fact, axis, shown));
                hasHead = true;
            } else if (index.isEmpty() && axis.equals(Axis.D_VOCAB)) {
                index.add(shown.tokens().get(shown.position(fact.token())));
                hasToken = true;
            } else if (index.isEmpty() && axis.equals(Axis.N_CTX)) {
                index.add(shown.position(fact.token()));
                hasToken = true;
            } else {
                index.add(number(fact, axis, shown));
                hasNumber = true;
            }
        }
        require(hasToken, fact, "position");
        require(hasHead || fact.head().isEmpty(), fact, "head");
        require(hasKey || fact.key().isEmpty(), fact, "key");
        require(hasNumber || fact.number().isEmpty(), fact, "number");
        return new FactValue.OfNumber(seen(node, index, shown));
    }

    private static double seen(Node node, List<Integer> index, Shown shown) {
        float value = shown.trace()
                .activations()
                .at(node, index.stream().mapToInt(i -> i).toArray());
        if (!Float.isFinite(value)) {
            throw new OrreryException(
                    new FactError.KeyIsLater(index.get(index.size() - 2) + 1, index.get(index.size() - 1) + 1));
        }
        return value;
    }

    /** The tensor that the word means; of a layer's several, the last that it computes. */
    private static Node node(CellOf fact, Shown shown) {
        Graph graph = shown.trace().graph();
        fact.layer().ifPresent(shown::layer);
        Step last = graph.steps().stream().reduce((one, other) -> other).orElseThrow();
        var layer = fact.layer().isPresent() ? OptionalInt.of(fact.layer().getAsInt() - 1) : fact.layer();
        var word = BlockWord.of(fact.block());
        if (word.isEmpty() || !word.get().isIn(graph)) {
            return graph.node(fact.block())
                    .orElseThrow(() -> new OrreryException(new FactError.NoSuchBlockWord(fact.block())));
        }
        return BlockWord.node(fact.block(), graph, last, layer).orElseThrow(() -> needs(fact, "layer"));
    }

    /** Several query heads can share one head of keys and values. */
    private static int head(CellOf fact, Axis axis, Shown shown) {
        int head = fact.head().orElseThrow(() -> needs(fact, "head"));
        var sizes = shown.trace().graph().sizes();
        FactSpots.checkHead(head, sizes.n_heads());
        return (head - 1) * axis.length(sizes, shown.positions()) / sizes.n_heads();
    }

    private static int number(CellOf fact, Axis axis, Shown shown) {
        int length = axis.length(shown.trace().graph().sizes(), shown.positions());
        // A row of one number needs no number.
        int number = fact.number().orElseGet(() -> onlyOne(fact, length));
        if (number > length) {
            throw new OrreryException(new FactError.NoSuchNumber(number, length));
        }
        return number - 1;
    }

    private static int onlyOne(CellOf fact, int length) {
        if (length > 1) {
            throw needs(fact, "number");
        }
        return 1;
    }

    private static void require(boolean has, CellOf fact, String part) {
        if (!has) {
            throw new OrreryException(new FactError.BlockHasNo(fact.block(), part));
        }
    }

    private static OrreryException needs(CellOf fact, String part) {
        return new OrreryException(new FactError.BlockNeeds(fact.block(), part));
    }
}
