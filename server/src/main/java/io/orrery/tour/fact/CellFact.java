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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A cell of a tensor.
 *
 * @param block the block's word, or the name of a tensor
 * @param layer from 1; empty for a tensor outside of the layers
 * @param head from 1; empty for a tensor without heads
 * @param token the row
 * @param key for scores and patterns, in place of a number
 * @param number of the cell in its row, from 1; empty with a key, and for a row of one
 */
record CellFact(
        String block,
        OptionalInt layer,
        OptionalInt head,
        Names.Spot token,
        Optional<Names.Spot> key,
        OptionalInt number) {
    private static final Pattern BLOCK = Pattern.compile("[a-z]+(-[a-z]+)*|[a-z]\\w*(\\.\\w+)*");

    static Fact read(FactReading in) {
        if (!in.words().isNextLike(BLOCK)) {
            throw in.words().expected("block");
        }
        String block = in.words().next("block").text();
        var layer = in.optional("layer");
        var head = in.optional("head");
        var token = in.spot("token");
        var key = in.words().take("key") ? Optional.of(in.spot()) : Optional.<Names.Spot>empty();
        var number = key.isPresent() ? OptionalInt.empty() : in.optional("number");
        in.needs().block(block);
        in.needs().layer(layer.orElse(0));
        var cell = new CellFact(block, layer, head, token, key, number);
        return in.number(cell::value);
    }

    private double value(FactContext shown) {
        Node node = node(shown);
        var index = new ArrayList<Integer>();
        boolean hasToken = false;
        boolean hasKey = false;
        boolean hasNumber = false;
        boolean hasHead = false;
        for (Axis axis : node.axes()) {
            if (axis.equals(Axis.K_POS)) {
                index.add(shown.position(key.orElseThrow(() -> needs("key"))));
                hasKey = true;
            } else if (axis.isPosition()) {
                index.add(shown.position(token));
                hasToken = true;
            } else if (axis.name().equals(Axis.HEAD.name())) {
                index.add(head(axis, shown));
                hasHead = true;
            } else if (index.isEmpty() && axis.equals(Axis.D_VOCAB)) {
                index.add(shown.tokens().get(shown.position(token)));
                hasToken = true;
            } else if (index.isEmpty() && axis.equals(Axis.N_CTX)) {
                index.add(shown.position(token));
                hasToken = true;
            } else {
                index.add(number(axis, shown));
                hasNumber = true;
            }
        }
        require(hasToken, "position");
        require(hasHead || head.isEmpty(), "head");
        require(hasKey || key.isEmpty(), "key");
        require(hasNumber || number.isEmpty(), "number");
        return seen(node, index, shown);
    }

    private static double seen(Node node, List<Integer> index, FactContext shown) {
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
    private Node node(FactContext shown) {
        Graph graph = shown.trace().graph();
        layer.ifPresent(shown::layer);
        Step last = graph.steps().stream().reduce((one, other) -> other).orElseThrow();
        var from0 = layer.isPresent() ? OptionalInt.of(layer.getAsInt() - 1) : layer;
        var word = BlockWord.of(block);
        if (word.isEmpty() || !word.get().isIn(graph)) {
            return graph.node(block).orElseThrow(() -> new OrreryException(new FactError.NoSuchBlockWord(block)));
        }
        return BlockWord.node(block, graph, last, from0).orElseThrow(() -> needs("layer"));
    }

    /** Several query heads can share one head of keys and values. */
    private int head(Axis axis, FactContext shown) {
        int wanted = head.orElseThrow(() -> needs("head"));
        var sizes = shown.trace().graph().sizes();
        Needs.checkHead(wanted, sizes.n_heads());
        return (wanted - 1) * axis.length(sizes, shown.positions()) / sizes.n_heads();
    }

    private int number(Axis axis, FactContext shown) {
        int length = axis.length(shown.trace().graph().sizes(), shown.positions());
        // A row of one number needs no number.
        int wanted = number.orElseGet(() -> onlyOne(length));
        if (wanted > length) {
            throw new OrreryException(new FactError.NoSuchNumber(wanted, length));
        }
        return wanted - 1;
    }

    private int onlyOne(int length) {
        if (length > 1) {
            throw needs("number");
        }
        return 1;
    }

    private void require(boolean has, String part) {
        if (!has) {
            throw new OrreryException(new FactError.BlockHasNo(block, part));
        }
    }

    private OrreryException needs(String part) {
        return new OrreryException(new FactError.BlockNeeds(block, part));
    }
}
