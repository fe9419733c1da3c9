package io.orrery.trace.change;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import java.util.ArrayList;
import java.util.List;

/** Checks changes against a model, and makes of each what the forward pass does. */
public final class Changes {
    /** The most changes at a time: as many as a person can list and undo. */
    public static final int LIMIT = 64;

    private static final Trait SCORES = Trait.attention("scores");
    private static final Trait TAKEN = Trait.routing("taken");

    private Changes() {}

    /**
     * The nodes that must have a mean for these changes.
     *
     * @throws OrreryException with a {@link LabError} if there is no such node
     */
    public static List<Node> averaged(Graph graph, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.mode() instanceof Change.Mean)
                .map(change -> node(graph, change.node()))
                .distinct()
                .toList();
    }

    /**
     * Checks that changes are possible for a text, as far as that is known without running it. A longer text may have them,
     * too.
     *
     * @param length of the text, in tokens
     * @throws OrreryException with a {@link LabError} if one is not
     */
    public static void check(Graph graph, List<Change> changes, int length) {
        checkPositions(changes, length);
        interventions(graph, changes, Means.UNKNOWN);
    }

    /**
     * Checks that a text has the positions of some changes.
     *
     * @throws OrreryException with {@link LabError.NoSuchPosition}
     */
    public static void checkPositions(List<Change> changes, int length) {
        for (Change change : changes) {
            change.position().ifPresent(position -> checkPosition(position, length));
            if (change.mode() instanceof Change.Cut cut) {
                checkPosition(cut.query(), length);
                checkPosition(cut.key(), length);
            }
        }
    }

    /**
     * The same changes with the nodes' names in place of aliases.
     *
     * @throws OrreryException with {@link LabError.NoSuchNode}
     */
    public static List<Change> canonical(Graph graph, List<Change> changes) {
        return changes.stream()
                .map(change -> change.mode() instanceof Change.Unread
                        ? change
                        : new Change(
                                node(graph, change.node()).name(), change.head(), change.position(), change.mode()))
                .toList();
    }

    /** Reads changes as {@link Change#parse} does. */
    public static List<Change> parse(List<String> texts) {
        return texts.stream().map(Change::parse).toList();
    }

    /** Writes changes as {@link #parse} reads them. */
    public static List<String> texts(List<Change> changes) {
        return changes.stream().map(Change::text).toList();
    }

    /**
     * What the forward pass does. Changes at positions that the text does not have do nothing until it has them.
     *
     * @throws OrreryException with a {@link LabError} if a change is not possible
     */
    public static List<Intervention> interventions(Graph graph, List<Change> changes, Means means) {
        checkCount(changes);
        var interventions = new ArrayList<Intervention>();
        changes.forEach(change -> interventions.addAll(interventions(graph, change, means)));
        return List.copyOf(interventions);
    }

    /** @throws OrreryException with {@link LabError.TooManyChanges} */
    public static void checkCount(List<Change> changes) {
        if (changes.size() > LIMIT) {
            throw new OrreryException(new LabError.TooManyChanges(changes.size(), LIMIT));
        }
    }

    private static List<Intervention> interventions(Graph graph, Change change, Means means) {
        if (change.mode() instanceof Change.Unread) {
            int position = change.position().orElseThrow();
            return scores(graph).stream()
                    .map(scores -> unread(scores, position))
                    .toList();
        }
        Node node = node(graph, change.node());
        change.head().ifPresent(head -> checkHead(graph, node, head));
        if (change.mode() instanceof Change.Cut cut) {
            return List.of(cut(node, change.head().orElseThrow(), cut));
        }
        if (change.mode() instanceof Change.Off || change.mode() instanceof Change.Force) {
            return List.of(routed(graph, node, change));
        }
        var action = action(change.mode(), node, means);
        int heads = change.head().isPresent() ? parts(graph, node) : 1;
        int head = change.head().orElse(0);
        Intervention.RowChange onRow = (position, row) -> {
            int width = row.length / heads;
            action.apply(row, head * width, (head + 1) * width);
        };
        return List.of(
                change.position().isPresent()
                        ? Intervention.at(node, change.position().getAsInt(), onRow)
                        : Intervention.everywhere(node, onRow));
    }

    /** What is done to the cells of a row in [from, to). */
    @FunctionalInterface
    private interface Action {
        void apply(float[] row, int from, int to);
    }

    private static Action action(Change.Mode mode, Node node, Means means) {
        if (mode instanceof Change.Mean) {
            float[] mean = means.of(node);
            return (row, from, to) -> System.arraycopy(mean, from, row, from, to - from);
        }
        float factor = mode instanceof Change.Scale scale ? (float) scale.factor() : 0;
        return (row, from, to) -> {
            for (int j = from; j < to; j++) {
                row[j] = factor == 0 ? 0 : factor * row[j];
            }
        };
    }

    private static Intervention routed(Graph graph, Node router, Change change) {
        int taken = graph.nodes().stream()
                .filter(node -> node.has(TAKEN) && node.inputs().get(0).equals(router))
                .map(node -> node.axes().get(1).length(graph.sizes(), 0))
                .findFirst()
                .orElseThrow(() -> new OrreryException(new LabError.NotARouter(router.name())));
        int expert = change.head().orElseThrow();
        boolean isForced = change.mode() instanceof Change.Force;
        Intervention.RowChange onRow = (position, row) -> {
            row[expert] = isForced ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
            int off = count(row, Float.NEGATIVE_INFINITY);
            if (row.length - off < taken) {
                throw new OrreryException(new LabError.TooFewExperts(router.name(), row.length, off, taken));
            }
            if (count(row, Float.POSITIVE_INFINITY) > taken) {
                throw new OrreryException(new LabError.TooManyForced(router.name(), taken));
            }
        };
        return change.position().isPresent()
                ? Intervention.at(router, change.position().getAsInt(), onRow)
                : Intervention.everywhere(router, onRow);
    }

    private static int count(float[] row, float value) {
        int count = 0;
        for (float one : row) {
            count += one == value ? 1 : 0;
        }
        return count;
    }

    private static Intervention cut(Node node, int head, Change.Cut cut) {
        if (!node.has(SCORES)) {
            throw new OrreryException(new LabError.NotScores(node.name()));
        }
        if (cut.key() > cut.query() || cut.query() - cut.key() >= window(node)) {
            throw new OrreryException(new LabError.KeyNotSeen(cut.query(), cut.key()));
        }
        return Intervention.at(node, cut.query(), (query, row) -> {
            row[head * (query + 1) + cut.key()] = Float.NEGATIVE_INFINITY;
            checkKeysLeft(node, head, query, row);
        });
    }

    /** How many keys a query sees at most. */
    private static int window(Node scores) {
        return scores.op().traits().stream()
                .filter(trait -> trait.word().equals(Trait.WINDOW))
                .map(trait -> (Integer) trait.value())
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    private static Intervention unread(Node scores, int position) {
        return new Intervention(scores, position + 1, Intervention.ALL, (query, row) -> {
            for (int start = 0; start < row.length; start += query + 1) {
                row[start + position] = Float.NEGATIVE_INFINITY;
                checkKeysLeft(scores, start / (query + 1), query, row);
            }
        });
    }

    private static void checkKeysLeft(Node scores, int head, int query, float[] row) {
        for (int key = 0; key <= query; key++) {
            if (row[head * (query + 1) + key] != Float.NEGATIVE_INFINITY) {
                return;
            }
        }
        throw new OrreryException(new LabError.NoKeyLeft(scores.name(), head, query));
    }

    private static List<Node> scores(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.has(SCORES) && !node.isDerived())
                .toList();
    }

    /** @throws OrreryException with a {@link LabError} if there is no such node that others are computed from */
    public static Node node(Graph graph, String name) {
        Node node = graph.node(name).orElseThrow(() -> new OrreryException(new LabError.NoSuchNode(name)));
        if (node.constant() || node.isDerived()) {
            throw new OrreryException(new LabError.NothingReadsNode(name));
        }
        if (node.has(TAKEN)) {
            throw new OrreryException(
                    new LabError.NumbersOfExperts(name, node.inputs().get(0).name()));
        }
        return node;
    }

    /** @throws OrreryException with {@link LabError.NoSuchPosition} */
    public static void checkPosition(int position, int length) {
        if (position < 0 || position >= length) {
            throw new OrreryException(new LabError.NoSuchPosition(position, length - 1));
        }
    }

    /** @throws OrreryException with a {@link LabError} if the node has no such head, or no such expert */
    public static void checkHead(Graph graph, Node node, int head) {
        int count = parts(graph, node);
        if (count == 0) {
            throw new OrreryException(new LabError.NodeWithoutHeads(node.name()));
        }
        if (hasHeads(node)) {
            checkHead(head, count);
        } else if (head < 0 || head >= count) {
            throw new OrreryException(new LabError.NoSuchExpert(head, count - 1));
        }
    }

    /** How many parts a node has that can be changed alone: its heads or experts, or 0. */
    private static int parts(Graph graph, Node node) {
        return node.axes().stream()
                .filter(axis -> isHead(axis) || axis.name().equals(Axis.EXPERT))
                .findFirst()
                .map(axis -> axis.length(graph.sizes(), 0))
                .orElse(0);
    }

    /** @throws OrreryException with {@link LabError.NoSuchHead} */
    public static void checkHead(int head, int heads) {
        if (head < 0 || head >= heads) {
            throw new OrreryException(new LabError.NoSuchHead(head, heads - 1));
        }
    }

    /** Whether a node has an axis of heads. */
    public static boolean hasHeads(Node node) {
        return node.axes().stream().anyMatch(Changes::isHead);
    }

    /** The length of a node's axis of heads. */
    public static int heads(Graph graph, Node node) {
        return node.axes().stream()
                .filter(Changes::isHead)
                .findFirst()
                .orElseThrow()
                .length(graph.sizes(), 0);
    }

    private static boolean isHead(Axis axis) {
        return axis.name().equals(Axis.HEAD.name());
    }
}
