package io.orrery.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A declaration with its layers written out: nodes by name, in topological order. */
public final class Graph {
    private final Declaration declaration;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();

    public Graph(Declaration declaration) {
        this.declaration = declaration;
        var specs = new ArrayList<Declaration.NodeSpec>();
        specs.addAll(declaration.before().nodes());
        for (int layer = 0; layer < sizes().n_layers(); layer++) {
            for (var spec : template(layer).nodes()) {
                specs.add(inLayer(spec, layer));
            }
            String name = inLayer(declaration.stream().name(), layer);
            if (!name.equals(enters(layer))) {
                aliases.put(name, enters(layer));
            }
        }
        specs.addAll(declaration.after().nodes());
        addAll(specs);
        addSteps();
    }

    public Declaration declaration() {
        return declaration;
    }

    public Sizes sizes() {
        return declaration.sizes();
    }

    /** All nodes, weights included, in topological order. */
    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** The weights, which a model directory must contain. */
    public List<Node> weights() {
        return nodes.values().stream().filter(Node::isWeight).toList();
    }

    /** The weights that training changes. */
    public List<Node> learned() {
        return weights().stream().filter(node -> !node.has(Trait.FIXED)).toList();
    }

    /** Alternative names of nodes: {@code blocks.1.hook_resid_pre} is {@code blocks.0.hook_resid_post}. */
    public Map<String, String> aliases() {
        return Map.copyOf(aliases);
    }

    /** The node of a name or an alias. */
    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(aliases.getOrDefault(name, name)));
    }

    /** All steps that a cursor can be on: those of each layer, and each layer as one step. */
    public Collection<Step> steps() {
        return steps.values();
    }

    public Optional<Step> step(String id) {
        return Optional.ofNullable(steps.get(id));
    }

    /** The number of learned values. */
    public long parameters() {
        return learned().stream()
                .mapToLong(node -> node.layout(sizes(), 0).cells())
                .sum();
    }

    /** The memory that the weights take as rows of float32, in bytes. */
    public long weightBytes() {
        return weights().stream()
                .mapToLong(node -> node.layout(sizes(), 0).heapBytes())
                .sum();
    }

    private void addAll(List<Declaration.NodeSpec> specs) {
        var rowAxes = rowAxesOfWeights(specs);
        for (var spec : specs) {
            var inputs = spec.inputs().stream().map(this::resolve).toList();
            boolean isWeight = spec.op() instanceof Weight;
            boolean constant = spec.axes().stream().noneMatch(Axis::isPosition);
            List<Integer> rows = isWeight ? rowAxes.getOrDefault(spec.name(), List.of()) : List.of(0);
            nodes.put(
                    spec.name(),
                    new Node(
                            spec.name(),
                            spec.op(),
                            inputs,
                            spec.axes(),
                            spec.role(),
                            spec.border(),
                            spec.keep(),
                            constant,
                            rows));
        }
    }

    /** The last op that reads a weight decides its layout: for a tied table the unembedding, which reads all of it. */
    private Map<String, List<Integer>> rowAxesOfWeights(List<Declaration.NodeSpec> specs) {
        var axes = new HashMap<String, List<Axis>>();
        specs.forEach(spec -> axes.put(spec.name(), spec.axes()));
        var rows = new HashMap<String, List<Integer>>();
        for (var spec : specs) {
            var inputs = spec.inputs().stream()
                    .map(this::resolveName)
                    .map(name -> axes.get(name))
                    .toList();
            for (int i = 0; i < inputs.size(); i++) {
                int[] wanted = spec.op().weightRows(i, inputs);
                rows.put(
                        resolveName(spec.inputs().get(i)),
                        java.util.Arrays.stream(wanted).boxed().toList());
            }
        }
        return rows;
    }

    private Node resolve(String name) {
        return Optional.ofNullable(nodes.get(resolveName(name)))
                .orElseThrow(() -> new IllegalArgumentException("no node is named " + name));
    }

    private String resolveName(String name) {
        String concrete = name.replace("{last}", Integer.toString(sizes().n_layers() - 1));
        return aliases.getOrDefault(concrete, concrete);
    }

    private Declaration.Section template(int layer) {
        return declaration.layers().of(layer).section();
    }

    /** The node that holds the residual stream before a layer. */
    private String enters(int layer) {
        if (layer == 0) {
            return declaration.stream().first();
        }
        return declaration.stream().from().replace("{previous}", Integer.toString(layer - 1));
    }

    private static String inLayer(String name, int layer) {
        return name.replace("{layer}", Integer.toString(layer));
    }

    private static Declaration.NodeSpec inLayer(Declaration.NodeSpec spec, int layer) {
        Op op = spec.op() instanceof Weight weight
                ? new Weight(inLayer(weight.name(), layer), weight.shape(), weight.fixed())
                : spec.op();
        return new Declaration.NodeSpec(
                inLayer(spec.name(), layer),
                op,
                spec.inputs().stream().map(name -> inLayer(name, layer)).toList(),
                spec.axes(),
                spec.role(),
                spec.border(),
                spec.keep());
    }

    private void addSteps() {
        addSteps(declaration.before().steps(), OptionalInt.empty());
        for (int layer = 0; layer < sizes().n_layers(); layer++) {
            var whole = new ArrayList<Node>();
            var opened = new ArrayList<Declaration.StepSpec>();
            for (var spec : template(layer).steps()) {
                int number = layer;
                var names =
                        spec.nodes().stream().map(name -> inLayer(name, number)).toList();
                names.forEach(name -> whole.add(resolve(name)));
                opened.add(new Declaration.StepSpec(inLayer(spec.id(), layer), spec.chapter(), names));
            }
            String id = "blocks." + layer;
            steps.put(id, new Step(id, "layer", OptionalInt.of(layer), List.copyOf(whole)));
            addSteps(opened, OptionalInt.of(layer));
        }
        addSteps(declaration.after().steps(), OptionalInt.empty());
    }

    private void addSteps(List<Declaration.StepSpec> specs, OptionalInt layer) {
        for (var spec : specs) {
            var computed = spec.nodes().stream().map(this::resolve).toList();
            steps.put(spec.id(), new Step(spec.id(), spec.chapter(), layer, computed));
        }
    }
}
