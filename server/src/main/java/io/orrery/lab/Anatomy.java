package io.orrery.lab;

import io.orrery.graph.Graph;
import io.orrery.graph.Node;
import io.orrery.graph.Trait;
import io.orrery.trace.change.Changes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Where the residual stream runs through a graph, and what is added to it (Elhage et al. 2021, "A Mathematical Framework for
 * Transformer Circuits"): found by following additions back from the last norm. Immutable.
 */
public final class Anatomy {
    private final Graph graph;
    private final Node logits;
    private final Node stream;
    // By name: the hash of a node is that of all nodes before it.
    private final Map<String, Integer> layers = new HashMap<>();
    private final Map<String, Node> junctions = new LinkedHashMap<>();
    private final Map<String, Node> points = new LinkedHashMap<>();
    private final Map<String, Writer> writers = new HashMap<>();
    /** By the name of a point of the stream, then by that of a node behind the last stream. */
    private final Map<String, Map<String, Node>> alike = new HashMap<>();

    private Anatomy(Graph graph) {
        this.graph = graph;
        this.logits = graph.node("logits").orElseThrow();
        graph.steps()
                .forEach(step ->
                        step.layer().ifPresent(layer -> step.nodes().forEach(node -> layers.put(node.name(), layer))));
        Node found = normed();
        while (!found.has(Trait.ADDITION) && !found.has(Trait.LOOKS_UP)) {
            found = found.inputs().get(0);
        }
        this.stream = found;
        addJunctions(stream);
        addWriters(stream);
        points.put(entry(0), entering(0));
        junctions.forEach((name, node) -> {
            if (layers.containsKey(name)) {
                points.put(name, node);
            }
        });
        addAlike();
    }

    /** The anatomy of a model. */
    public static Anatomy of(Graph graph) {
        return new Anatomy(graph);
    }

    public Graph graph() {
        return graph;
    }

    /** {@code [pos, d_vocab]}. */
    public Node logits() {
        return logits;
    }

    /** What the unembedding reads: the last norm's output, {@code [pos, d_model]}. */
    public Node normed() {
        return logits.inputs().get(0);
    }

    /** The stream that the last norm reads, {@code [pos, d_model]}. */
    public Node stream() {
        return stream;
    }

    /** What is computed from the last stream, up to the logits, in this order. */
    public List<Node> readout() {
        var names = graph.nodes().stream().map(Node::name).toList();
        int first = names.indexOf(stream.name()) + 1;
        return graph.nodes().stream()
                .skip(first)
                .limit(names.indexOf(logits.name()) + 1L - first)
                .filter(node -> !node.constant())
                .toList();
    }

    /**
     * The node that computes of another stream what a node behind the last stream computes of that: the norm before a layer
     * differs from the last norm in its weights alone. The last stream is alike to the other itself.
     *
     * @param readout the last stream or one of {@link #readout}
     * @param point one of {@link #points}
     */
    Optional<Node> alike(Node readout, Node point) {
        return Optional.ofNullable(alike.get(point.name()).get(readout.name()));
    }

    /** The embedding of the tokens, {@code [pos, d_model]}. */
    public Node embedding() {
        return graph.nodes().stream()
                .filter(node -> node.has(Trait.looksUp("token")))
                .findFirst()
                .orElseThrow();
    }

    /** The stream that enters a layer, {@code [pos, d_model]}. */
    public Node entering(int layer) {
        return graph.node(entry(layer)).orElseThrow();
    }

    /** The name of the stream that enters a layer. */
    public String entry(int layer) {
        return graph.declaration().stream().name().replace("{layer}", Integer.toString(layer));
    }

    /** The stream before the first layer, and after each addition within a layer, in this order, by the names that people use. */
    public Map<String, Node> points() {
        return Collections.unmodifiableMap(points);
    }

    /** The number of layers. */
    public int layers() {
        return graph.sizes().n_layers();
    }

    /** The layer of a node; empty outside of the layers. */
    public OptionalInt layer(Node node) {
        return layers.containsKey(node.name()) ? OptionalInt.of(layers.get(node.name())) : OptionalInt.empty();
    }

    /** What is added to the stream, in the order of addition. */
    public List<Writer> writers() {
        return leaves(stream).stream().map(leaf -> writers.get(leaf.name())).toList();
    }

    /** What a layer adds to the stream. */
    public List<Writer> writers(int layer) {
        return writers().stream()
                .filter(writer -> writer.layer().isPresent() && writer.layer().getAsInt() == layer)
                .toList();
    }

    /** A layer's attention; empty in a layer without. */
    public Optional<Attention> attention(int layer) {
        return writers(layer).stream()
                .flatMap(writer -> writer.attention().stream())
                .findFirst();
    }

    /** The parts whose sum is a stream: embeddings, each head's result, the bias of attention, each MLP's or expert's output. */
    public List<ResidualComponent> parts(Node ofStream) {
        return parts(ofStream, node -> false);
    }

    /**
     * The same, where some sums of experts are one part.
     *
     * @param isWhole whether what an MLP adds is one part, since its experts do not add up to it
     */
    List<ResidualComponent> parts(Node ofStream, Predicate<Node> isWhole) {
        var parts = new ArrayList<ResidualComponent>();
        for (Node leaf : leaves(ofStream)) {
            Writer writer = writers.get(leaf.name());
            if (writer.experts().isPresent() && !isWhole.test(leaf)) {
                var experts = writer.experts().get();
                for (int expert = 0; expert < experts.count(); expert++) {
                    parts.add(new ResidualComponent(
                            experts.part(expert), experts.result(), OptionalInt.of(expert), writer));
                }
                continue;
            }
            if (writer.attention().isEmpty()) {
                parts.add(new ResidualComponent(leaf.name(), leaf, OptionalInt.empty(), writer));
                continue;
            }
            Attention attention = writer.attention().get();
            for (int head = 0; head < attention.heads(); head++) {
                parts.add(
                        new ResidualComponent(attention.part(head), attention.result(), OptionalInt.of(head), writer));
            }
            attention
                    .bias()
                    .ifPresent(
                            bias -> parts.add(new ResidualComponent(bias.name(), bias, OptionalInt.empty(), writer)));
        }
        return List.copyOf(parts);
    }

    private List<Node> leaves(Node node) {
        if (!node.has(Trait.ADDITION)) {
            return List.of(node);
        }
        var leaves = new ArrayList<Node>();
        node.inputs().forEach(input -> leaves.addAll(leaves(input)));
        return leaves;
    }

    private void addJunctions(Node node) {
        if (node.has(Trait.ADDITION)) {
            node.inputs().forEach(this::addJunctions);
            junctions.put(node.name(), node);
        } else if (node.equals(entering(0))) {
            junctions.put(node.name(), node);
        }
    }

    private void addAlike() {
        Map<String, List<Node>> readers = new HashMap<>();
        graph.nodes().stream()
                .filter(node -> !node.inputs().isEmpty())
                .forEach(node -> readers.computeIfAbsent(node.inputs().get(0).name(), name -> new ArrayList<>())
                        .add(node));
        for (Node point : points().values()) {
            Map<String, Node> found = new HashMap<>(Map.of(stream.name(), point));
            for (Node node : readout()) {
                alike(node, found, readers).ifPresent(other -> found.put(node.name(), other));
            }
            alike.put(point.name(), found);
        }
    }

    /**
     * The node with the same op, the same weights, and inputs that are alike.
     *
     * @param found what is alike to the nodes before, by their names
     * @param readers nodes by the name of their first input
     */
    private static Optional<Node> alike(Node node, Map<String, Node> found, Map<String, List<Node>> readers) {
        var inputs = new ArrayList<String>();
        for (Node input : node.inputs()) {
            Node other = input.constant() ? input : found.get(input.name());
            if (other == null) {
                return Optional.empty();
            }
            inputs.add(other.name());
        }
        return readers.getOrDefault(inputs.get(0), List.of()).stream()
                .filter(other -> other.op().equals(node.op())
                        && other.inputs().stream().map(Node::name).toList().equals(inputs))
                .findFirst();
    }

    private void addWriters(Node ofStream) {
        for (Node leaf : leaves(ofStream)) {
            writers.put(leaf.name(), new Writer(leaf, reads(leaf), layer(leaf), attentionOf(leaf), expertsOf(leaf)));
        }
    }

    /** The nearest stream that a node is computed from. */
    private Optional<Node> reads(Node node) {
        var seen = new HashSet<String>();
        var next = new ArrayList<>(node.inputs());
        while (!next.isEmpty()) {
            Node one = next.remove(0);
            if (junctions.containsKey(one.name())) {
                return Optional.of(one);
            }
            if (seen.add(one.name())) {
                next.addAll(one.inputs());
            }
        }
        return Optional.empty();
    }

    private Optional<Attention> attentionOf(Node node) {
        Node out = product(node);
        if (out.inputs().isEmpty() || !hasHeads(out.inputs().get(0))) {
            return Optional.empty();
        }
        Node z = out.inputs().get(0);
        Node pattern = z.inputs().get(0);
        Node value = z.inputs().get(1);
        Node scores = pattern.inputs().get(0);
        var results = graph.nodes().stream()
                .filter(other -> other.isDerived()
                        && hasHeads(other)
                        && readsFirst(other, out.inputs().subList(0, 2)))
                .toList();
        int heads = heads(z);
        return Optional.of(new Attention(
                scores.inputs().get(0),
                scores.inputs().get(1),
                value,
                scores,
                pattern,
                z,
                results.get(0),
                // With a norm behind attention, what heads add is behind it.
                results.get(results.size() - 1),
                out.inputs().size() > 2 ? Optional.of(out.inputs().get(2)) : Optional.empty(),
                heads,
                heads / heads(value)));
    }

    private Optional<Writer.Experts> expertsOf(Node node) {
        if (!node.has(Trait.routing("sum"))) {
            return Optional.empty();
        }
        return graph.nodes().stream()
                .filter(other ->
                        other.has(Trait.routing("parts")) && other.inputs().equals(node.inputs()))
                .findFirst()
                .map(result -> new Writer.Experts(result, result.axes().get(1).length(graph.sizes(), 0)));
    }

    private static boolean readsFirst(Node node, List<Node> inputs) {
        return node.inputs().size() >= inputs.size()
                && node.inputs().subList(0, inputs.size()).equals(inputs);
    }

    /** The product whose result is added to the stream: what is added, or what the norm behind it reads. */
    static Node product(Node added) {
        Node node = added;
        while (node.has(Trait.ROWWISE) && !node.has(Trait.LOOKS_UP) && !node.has(Trait.ADDITION)) {
            node = node.inputs().get(0);
        }
        return node;
    }

    /** Whether a node has an axis of heads. */
    static boolean hasHeads(Node node) {
        return Changes.hasHeads(node);
    }

    /** The length of a node's axis of heads. */
    int heads(Node node) {
        return Changes.heads(graph, node);
    }
}
