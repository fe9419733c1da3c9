package io.orrery.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The declaration of a transformer: the nodes before the layers, each kind of layer once, and the nodes after them. Its
 * size does not depend on the number of layers.
 *
 * <p>In names, {@code {layer}} stands for the number of the layer, from 0.
 */
public record Declaration(
        String architecture, Sizes sizes, Section before, Layers layers, Section after, ResidualStream stream) {

    /**
     * The kinds of layers, and the order in which they come.
     *
     * @param order indices of templates, repeated until there are {@code n_layers} layers
     */
    public record Layers(List<Template> templates, List<Integer> order) {
        public Layers {
            if (order.isEmpty() || order.stream().anyMatch(i -> i < 0 || i >= templates.size())) {
                throw new IllegalArgumentException(order + " is no order of " + templates.size() + " templates");
            }
        }

        /** The template of a layer, counted from 0. */
        public Template of(int layer) {
            return templates.get(order.get(layer % order.size()));
        }
    }

    /**
     * One kind of layer.
     *
     * @param name such as {@code local}
     */
    public record Template(String name, Section section) {}

    /** Nodes in topological order, and the steps that show them. */
    public record Section(List<NodeSpec> nodes, List<StepSpec> steps) {}

    /** A node as declared. Names of inputs may contain {@code {layer}} or {@code {last}}. */
    public record NodeSpec(
            String name, Op op, List<String> inputs, List<Axis> axes, TensorKind role, TensorKind border, Keep keep) {}

    /** One press of the key: the nodes that it computes, none of them a weight. */
    public record StepSpec(String id, String chapter, List<String> nodes) {}

    /**
     * The residual stream between layers.
     *
     * @param name what a layer calls the stream that enters it
     * @param first the node that enters layer 0
     * @param from the node that enters any other layer, with {@code {previous}} for the number of the layer before
     */
    public record ResidualStream(String name, String first, String from) {}

    /**
     * Declares the nodes of a layer and returns the residual stream that leaves it.
     *
     * @see Builder#layers
     */
    @FunctionalInterface
    public interface LayerDeclaration {
        /** @param stream the residual stream that enters the layer */
        NodeSpec declare(Builder layer, NodeSpec stream);
    }

    /** Writes a declaration from top to bottom. */
    public static final class Builder {
        private static final String LAYER = "blocks.{layer}.";

        private final String architecture;
        private final Sizes sizes;
        private final List<NodeSpec> nodes = new ArrayList<>();
        private final List<StepSpec> steps = new ArrayList<>();
        private String prefix = "";
        private String step = "";
        private String chapter = "";
        private List<String> stepNodes = new ArrayList<>();
        private Section before;
        private Layers layers;
        private ResidualStream stream;

        public Builder(String architecture, Sizes sizes) {
            this.architecture = architecture;
            this.sizes = sizes;
        }

        public Sizes sizes() {
            return sizes;
        }

        /** Begins a step, which shows the nodes declared after this call. */
        public void step(String id, String chapter) {
            endStep();
            this.step = prefix + id;
            this.chapter = chapter;
        }

        /** A weight, framed in the colour of what it computes. */
        public NodeSpec weight(String name, TensorKind border, Axis... axes) {
            return weight(new Weight(prefix + name, List.of(axes), false), border);
        }

        public NodeSpec weight(String name, Axis... axes) {
            return weight(name, TensorKind.WEIGHT, axes);
        }

        /** A stored table that training leaves as it is. */
        public NodeSpec fixed(String name, Axis... axes) {
            return weight(new Weight(prefix + name, List.of(axes), true), TensorKind.WEIGHT);
        }

        private NodeSpec weight(Weight op, TensorKind border) {
            return add(new NodeSpec(op.name(), op, List.of(), op.shape(), TensorKind.WEIGHT, border, Keep.KEPT));
        }

        /** A weight that is computed from another one. */
        public NodeSpec tied(String name, TensorKind border, Op op, NodeSpec of) {
            return add(node(name, TensorKind.WEIGHT, border, Keep.KEPT, op, of));
        }

        /** A node of the current step. */
        public NodeSpec node(String name, TensorKind role, TensorKind border, Op op, NodeSpec... inputs) {
            return addToStep(node(name, role, border, Keep.KEPT, op, inputs));
        }

        public NodeSpec node(String name, TensorKind role, Op op, NodeSpec... inputs) {
            return node(name, role, role, op, inputs);
        }

        /** A node of the current step that is computed when it is read and not kept. No other node may read it. */
        public NodeSpec derived(String name, TensorKind role, TensorKind border, Keep keep, Op op, NodeSpec... inputs) {
            return addToStep(node(name, role, border, keep, op, inputs));
        }

        /**
         * Layers that are all alike.
         *
         * @param into the residual stream that enters the first layer
         * @return the stream that leaves the last layer
         */
        public NodeSpec layers(NodeSpec into, LayerDeclaration layer) {
            return layers(into, Map.of("layer", layer), "layer");
        }

        /**
         * Layers of several kinds. Each must call the stream that leaves it by the same name.
         *
         * @param into the residual stream that enters the first layer
         * @param kinds by name, such as {@code local} and {@code global}
         * @param order names of kinds, repeated until there are {@code n_layers} layers
         * @return the stream that leaves the last layer
         */
        public NodeSpec layers(NodeSpec into, Map<String, LayerDeclaration> kinds, String... order) {
            before = endSection();
            prefix = LAYER;
            String entering = LAYER + "hook_resid_pre";
            var templates = new ArrayList<Template>();
            var leaving = new LinkedHashMap<String, NodeSpec>();
            var names = Stream.of(order).distinct().toList();
            for (String name : names) {
                if (!kinds.containsKey(name)) {
                    throw new IllegalArgumentException("no kind of layer is named " + name);
                }
                NodeSpec out = kinds.get(name).declare(this, renamed(into, entering));
                leaving.put(out.name(), out);
                templates.add(new Template(name, endSection()));
            }
            prefix = "";
            if (leaving.size() != 1) {
                throw new IllegalArgumentException(
                        "layers leave the stream under different names: " + leaving.keySet());
            }
            layers = new Layers(
                    List.copyOf(templates), Stream.of(order).map(names::indexOf).toList());
            NodeSpec out = leaving.values().iterator().next();
            stream = new ResidualStream(entering, into.name(), out.name().replace("{layer}", "{previous}"));
            return renamed(out, out.name().replace("{layer}", "{last}"));
        }

        public Declaration build() {
            return new Declaration(architecture, sizes, before, layers, endSection(), stream);
        }

        private NodeSpec node(String name, TensorKind role, TensorKind border, Keep keep, Op op, NodeSpec... inputs) {
            var names = new ArrayList<String>();
            var axes = new ArrayList<List<Axis>>();
            for (NodeSpec input : inputs) {
                if (input.keep() != Keep.KEPT) {
                    throw new IllegalArgumentException(
                            name + " cannot depend on " + input.name() + ", which is not kept");
                }
                names.add(input.name());
                axes.add(input.axes());
            }
            return new NodeSpec(prefix + name, op, List.copyOf(names), op.axes(axes), role, border, keep);
        }

        private NodeSpec add(NodeSpec node) {
            nodes.add(node);
            return node;
        }

        private NodeSpec addToStep(NodeSpec node) {
            stepNodes.add(node.name());
            return add(node);
        }

        private void endStep() {
            if (!step.isEmpty()) {
                steps.add(new StepSpec(step, chapter, List.copyOf(stepNodes)));
            }
            step = "";
            stepNodes = new ArrayList<>();
        }

        private Section endSection() {
            endStep();
            var section = new Section(List.copyOf(nodes), List.copyOf(steps));
            nodes.clear();
            steps.clear();
            return section;
        }

        private static NodeSpec renamed(NodeSpec node, String name) {
            return new NodeSpec(name, node.op(), node.inputs(), node.axes(), node.role(), node.border(), node.keep());
        }
    }
}
