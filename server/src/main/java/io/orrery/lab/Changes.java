package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import java.util.ArrayList;
import java.util.List;

/** Checks changes against a model, and makes of each what the forward pass does. */
final class Changes {
    /** The most changes at a time: as many as a person can list and undo. */
    static final int LIMIT = 64;

    private static final Trait SCORES = Trait.attention("scores");

    private Changes() {}

    /**
     * The nodes that must have a mean for these changes.
     *
     * @throws OrreryException with a {@link LabError} if a change is not possible
     */
    static List<Node> averaged(Subject subject, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.mode() instanceof Change.Mean)
                .map(change -> node(subject, change.node()))
                .toList();
    }

    /** @throws OrreryException with a {@link LabError} if a change is not possible */
    static List<Intervention> interventions(Subject subject, List<Change> changes, Means means) {
        if (changes.size() > LIMIT) {
            throw new OrreryException(new LabError.TooManyChanges(changes.size(), LIMIT));
        }
        var interventions = new ArrayList<Intervention>();
        changes.forEach(change -> interventions.addAll(interventions(subject, change, means)));
        return List.copyOf(interventions);
    }

    private static List<Intervention> interventions(Subject subject, Change change, Means means) {
        if (change.mode() instanceof Change.Unread) {
            int position = change.position().orElseThrow();
            subject.checkPosition(position);
            return scores(subject).stream()
                    .map(scores -> unread(scores, position))
                    .toList();
        }
        Node node = node(subject, change.node());
        change.head().ifPresent(head -> checkHead(subject, node, head));
        change.position().ifPresent(subject::checkPosition);
        if (change.mode() instanceof Change.Cut cut) {
            return List.of(cut(subject, node, change.head().orElseThrow(), cut));
        }
        var action = action(change.mode(), node, means);
        int heads = change.head().isPresent() ? subject.anatomy().heads(node) : 1;
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

    private static Intervention cut(Subject subject, Node node, int head, Change.Cut cut) {
        if (!node.has(SCORES)) {
            throw new OrreryException(new LabError.NotScores(node.name()));
        }
        subject.checkPosition(cut.query());
        subject.checkPosition(cut.key());
        return Intervention.at(node, cut.query(), (query, row) -> {
            int start = head * (query + 1);
            if (cut.key() > query || isHidden(subject, node, head, query, cut.key())) {
                throw new OrreryException(new LabError.KeyNotSeen(query, cut.key()));
            }
            row[start + cut.key()] = Float.NEGATIVE_INFINITY;
            checkKeysLeft(node, head, query, row);
        });
    }

    /** Whether the unchanged query does not see a key, because of a window. */
    private static boolean isHidden(Subject subject, Node node, int head, int query, int key) {
        return subject.activations().at(node, head, query, key) == Float.NEGATIVE_INFINITY;
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

    private static List<Node> scores(Subject subject) {
        return subject.graph().nodes().stream()
                .filter(node -> node.has(SCORES) && !node.isDerived())
                .toList();
    }

    /** @throws OrreryException with a {@link LabError} if there is no such node that others are computed from */
    static Node node(Subject subject, String name) {
        Node node = subject.graph().node(name).orElseThrow(() -> new OrreryException(new LabError.NoSuchNode(name)));
        if (node.constant() || node.isDerived()) {
            throw new OrreryException(new LabError.NothingReadsNode(name));
        }
        return node;
    }

    static void checkHead(Subject subject, Node node, int head) {
        if (!Anatomy.hasHeads(node)) {
            throw new OrreryException(new LabError.NodeWithoutHeads(node.name()));
        }
        Subject.checkHead(head, subject.anatomy().heads(node));
    }
}
