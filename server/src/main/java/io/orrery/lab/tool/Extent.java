package io.orrery.lab.tool;

import io.orrery.graph.Graph;
import io.orrery.graph.Sizes;
import io.orrery.graph.Trait;
import io.orrery.lab.tool.Tool.Need;
import io.orrery.tensor.Layout;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/**
 * What is known of a question before anything is computed. From it each tool tells how much memory it needs ({@link Tool#need}).
 *
 * @param graph the model's
 * @param positions of the text
 * @param threads that share the work
 * @param runs the bytes of a run of so many tokens
 * @param references the texts over which means are taken
 */
public record Extent(
        Graph graph, int positions, int threads, IntToLongFunction runs, Supplier<List<List<Integer>>> references) {
    private static final int POINTER = 8;

    /** A node of a list, or of a map, with what it holds. */
    static final int ENTRY = 64;

    /** A token's text and its entry in a map. */
    private static final int NAME = 144;

    private static final int NAME_JSON = 64;

    /** A number and its comma, at most: {@code -2.2250738585072014E-308,}. */
    static final int NUMBER_JSON = 25;

    /** The name of a part or a node, with its quotes and a comma, at most. */
    static final int PART_JSON = 48;

    /** A part, its name, and its place in a list. */
    private static final int PART = 176;

    Sizes sizes() {
        return graph.sizes();
    }

    /** The bytes of a run of the text. */
    long run() {
        return runs.applyAsLong(positions);
    }

    /** The bytes of a run of the longest reference text. */
    long reference() {
        return runs.applyAsLong(
                references.get().stream().mapToInt(List::size).max().orElse(0));
    }

    /** The bytes of rows of floats. */
    static long rows(long rows, long columns) {
        return rows * (Layout.heapBytes(columns) + POINTER);
    }

    /** The most parts that a stream has: embeddings, and of each layer its heads, the bias of attention, and the MLP or its experts; and a norm's or the logits' bias. */
    long parts() {
        return 4 + (long) sizes().n_layers() * (sizes().n_heads() + 2L) + experts();
    }

    /** The experts of all layers. */
    private long experts() {
        return graph.nodes().stream()
                .filter(node -> node.has(Trait.routing("parts")))
                .mapToLong(node -> node.axes().get(1).length(sizes(), 0))
                .sum();
    }

    /** The most points of the stream. */
    long points() {
        return 1 + 2L * sizes().n_layers();
    }

    /** The width of all heads' outputs together, before they are added up. */
    long headsWide() {
        return (long) sizes().n_heads() * sizes().d_model();
    }

    /** The bytes of all parts, with their names, and of the rows in which they stand at one position: what a list of votes takes. */
    long votes() {
        return parts() * (PART + ENTRY)
                + rows(sizes().n_layers(), headsWide())
                + rows(experts(), sizes().d_model())
                + rows(sizes().n_layers() + 4L, sizes().d_model())
                + 5 * rows(positions, sizes().d_model());
    }

    /** What naming so many tokens takes, of which some may be equal. */
    Need names(long tokens) {
        long different = Math.min(tokens, sizes().d_vocab());
        return new Need(different * NAME, different * NAME_JSON);
    }
}
