package io.orrery.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a forward pass computes: which nodes, and which of them are changed. */
final class Plan {
    /** Every kept node, unchanged. */
    static final Plan WHOLE = new Plan(Map.of(), Optional.empty());

    private final Map<String, List<Intervention>> interventions;
    private final Optional<Set<String>> needed;

    private Plan(Map<String, List<Intervention>> interventions, Optional<Set<String>> needed) {
        this.interventions = interventions;
        this.needed = needed;
    }

    /** Every kept node, with these changes; several on one node are made in this order. */
    static Plan of(List<Intervention> interventions) {
        Map<String, List<Intervention>> byNode = new HashMap<>();
        interventions.forEach(one -> byNode.computeIfAbsent(one.node().name(), name -> new ArrayList<>())
                .add(one));
        return new Plan(byNode, Optional.empty());
    }

    /** The same changes, but only the nodes from which {@code wanted} is computed. */
    Plan only(Node wanted) {
        Set<String> names = new HashSet<>();
        addWithInputs(wanted, names);
        return new Plan(interventions, Optional.of(names));
    }

    private static void addWithInputs(Node node, Set<String> names) {
        if (names.add(node.name())) {
            node.inputs().forEach(input -> addWithInputs(input, names));
        }
    }

    boolean computes(Node node) {
        return !node.constant()
                && !node.isDerived()
                && needed.map(names -> names.contains(node.name())).orElse(true);
    }

    /** The changes of a node. */
    List<Intervention> on(Node node) {
        return interventions.getOrDefault(node.name(), List.of());
    }

    /** All changes. */
    List<Intervention> all() {
        return interventions.values().stream().flatMap(List::stream).toList();
    }

    boolean changesNothing() {
        return interventions.isEmpty();
    }
}
