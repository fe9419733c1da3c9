package io.orrery.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A transformer as it is written down: what comes before the layers, one layer, and what comes after them. Its size does
 * not depend on the number of layers.
 *
 * <p>In the names of a layer, {@code {layer}} stands for its number. What the layer reads as {@link ResidualStream#name} is
 * {@link ResidualStream#first} in layer 0, and from layer 1 on the former layer's {@link ResidualStream#from}.
 */
public record Declaration(
        String architecture, Sizes sizes, Section before, Section layer, Section after, ResidualStream stream) {

    /** Nodes in an order in which each can be computed, and the steps that they are shown in. */
    public record Section(List<NodeSpec> nodes, List<StepSpec> steps) {}

    /** A node as declared: with names of inputs, which may hold {@code {layer}} or {@code {last}}. */
    public record NodeSpec(
            String name, Op op, List<String> inputs, List<Axis> axes, Role role, Role frame, Keep keep) {}

    /** One press of the key: the nodes that are computed in it, none of them a weight. */
    public record StepSpec(String id, String chapter, List<String> nodes) {}

    /** The residual stream between layers. */
    public record ResidualStream(String name, String first, String from) {}

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
        private Section layer;
        private ResidualStream stream;

        public Builder(String architecture, Sizes sizes) {
            this.architecture = architecture;
            this.sizes = sizes;
        }

        public Sizes sizes() {
            return sizes;
        }

        /** A step begins: nodes declared from here on are shown in it. */
        public void step(String id, String chapter) {
            endStep();
            this.step = prefix + id;
            this.chapter = chapter;
        }

        /** A weight, framed in the colour of what it makes. */
        public NodeSpec weight(String name, Role frame, Axis... axes) {
            var op = new Weight(prefix + name, List.of(axes));
            return add(new NodeSpec(prefix + name, op, List.of(), List.of(axes), Role.WEIGHT, frame, Keep.KEPT));
        }

        public NodeSpec weight(String name, Axis... axes) {
            return weight(name, Role.WEIGHT, axes);
        }

        /** A weight that is computed from another one. */
        public NodeSpec tied(String name, Role frame, Op op, NodeSpec of) {
            return add(node(name, Role.WEIGHT, frame, Keep.KEPT, op, of));
        }

        /** A node of the current step. */
        public NodeSpec node(String name, Role role, Role frame, Op op, NodeSpec... inputs) {
            return addToStep(node(name, role, frame, Keep.KEPT, op, inputs));
        }

        public NodeSpec node(String name, Role role, Op op, NodeSpec... inputs) {
            return node(name, role, role, op, inputs);
        }

        /** A node of the current step that is computed when it is read and not kept. Nothing may depend on it. */
        public NodeSpec derived(String name, Role role, Role frame, Keep keep, Op op, NodeSpec... inputs) {
            return addToStep(node(name, role, frame, keep, op, inputs));
        }

        /**
         * The layers.
         *
         * @param into the residual stream before the first of them
         * @param one declares a layer, given its residual stream, and returns the stream that leaves it
         * @return the stream that leaves the last of them
         */
        public NodeSpec layers(NodeSpec into, BiFunction<Builder, NodeSpec, NodeSpec> one) {
            before = endSection();
            prefix = LAYER;
            String carried = LAYER + "hook_resid_pre";
            NodeSpec out = one.apply(this, renamed(into, carried));
            layer = endSection();
            prefix = "";
            stream = new ResidualStream(carried, into.name(), out.name().replace("{layer}", "{previous}"));
            return renamed(out, out.name().replace("{layer}", "{last}"));
        }

        public Declaration build() {
            return new Declaration(architecture, sizes, before, layer, endSection(), stream);
        }

        private NodeSpec node(String name, Role role, Role frame, Keep keep, Op op, NodeSpec... inputs) {
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
            return new NodeSpec(prefix + name, op, List.copyOf(names), op.axes(axes), role, frame, keep);
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
            return new NodeSpec(name, node.op(), node.inputs(), node.axes(), node.role(), node.frame(), node.keep());
        }
    }
}
