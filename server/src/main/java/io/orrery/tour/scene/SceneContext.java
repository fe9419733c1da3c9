package io.orrery.tour.scene;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.graph.Axis;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.tour.Problems;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.FocusSpec;
import io.orrery.tour.file.SceneSpec;
import io.orrery.tour.text.HeadName;
import io.orrery.tour.text.LinkTarget;
import io.orrery.tour.text.PositionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A model at a step with a text: finds what a tour's words mean there. What they do not mean is a problem.
 *
 * @param positions of the text; empty if it is not known
 */
record SceneContext(TourModel model, Step step, OptionalInt positions, Problems problems) {
    /** A focus in the terms of this model: the part, the held cell, the tensors. */
    record InFocus(Optional<Focus> on, Optional<Scene.PinnedCell> held, List<String> tensors) {}

    InFocus focus(FocusSpec spec) {
        spec.head().ifPresent(head -> checkHead(head, spec.line()));
        spec.layer().ifPresent(layer -> checkLayer(layer, spec.line()));
        spec.token().ifPresent(place -> checkPlace(place, spec.line()));
        spec.key().ifPresent(place -> checkPlace(place, spec.line()));
        Optional<Node> block = spec.block().flatMap(word -> block(word, layer(spec), spec.line()));
        Optional<Node> cells = block.or(() -> spec.hasCell() ? usual(spec) : Optional.empty());
        if (spec.word().isPresent() && positions.isPresent() && spec.word().getAsInt() > positions.getAsInt()) {
            problems.add(
                    spec.line(), new TourError.TourPositionUnknown(spec.word().getAsInt(), positions.getAsInt()));
        }
        return new InFocus(
                on(spec, block),
                spec.hasCell() ? cells.map(node -> held(node, spec)) : Optional.empty(),
                block.map(node -> spec.inStep() && spec.number().isEmpty() ? withParts(node) : List.of(node.name()))
                        .orElse(List.of()));
    }

    /** Checks what the room is asked for. */
    void asked(SceneSpec.PlaceSpec place, int line) {
        place.head().ifPresent(head -> checkHead(head, line));
        place.token().ifPresent(token -> checkPlace(token, line));
    }

    /** The cells that a mark means: of a block without an index, all of it. */
    Optional<Scene.PinnedCell> mark(FocusSpec spec) {
        return focus(spec)
                .held()
                .or(() -> spec.block()
                        .flatMap(word -> block(word, layer(spec), spec.line()))
                        .map(node -> held(node, spec)));
    }

    /** A tensor and those from which it is computed number by number, as a sum is from its parts. */
    private static List<String> withParts(Node node) {
        return Stream.concat(
                        Stream.of(node),
                        node.inputs().stream().filter(input -> input.axes().equals(node.axes())))
                .map(Node::name)
                .toList();
    }

    Spot spot(FocusSpec spec) {
        InFocus found = focus(spec);
        return new Spot(found.tensors(), found.on(), found.held(), spec.token());
    }

    /** Where a link leads; empty with a problem if that is nowhere. */
    Optional<Spot> spot(LinkTarget target, int line) {
        if (target instanceof LinkTarget.Block block) {
            return block(block.word(), OptionalInt.empty(), line)
                    .map(node -> new Spot(
                            List.of(node.name()),
                            Optional.of(new Focus.Block(node.name(), Optional.empty())),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(node.role().word())));
        }
        if (target instanceof LinkTarget.Head head) {
            return checkHead(head.head(), line)
                    ? Optional.of(spot(headed(head.head().layer() - 1), focusOn(head.head())))
                    : Optional.empty();
        }
        if (target instanceof LinkTarget.Layer layer) {
            return checkLayer(layer.layer(), line)
                    ? Optional.of(spot(List.of(), new Focus.Layer(layer.layer() - 1)))
                    : Optional.empty();
        }
        if (target instanceof LinkTarget.Token token) {
            checkPlace(token.place(), line);
            return Optional.of(new Spot(List.of(), Optional.empty(), Optional.empty(), Optional.of(token.place())));
        }
        return Optional.of(new Spot(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                target instanceof LinkTarget.Term term ? Optional.of(term.key()) : Optional.empty(),
                target instanceof LinkTarget.Alone alone ? Optional.of(alone.tour()) : Optional.empty(),
                Optional.empty()));
    }

    private static Spot spot(List<String> tensors, Focus on) {
        return new Spot(tensors, Optional.of(on), Optional.empty(), Optional.empty());
    }

    /** The tensors of a layer that have a part for each head. */
    private List<String> headed(int layer) {
        return model.graph().nodes().stream()
                .filter(node -> node.name().startsWith("blocks." + layer + "."))
                .filter(node -> !node.constant() && !node.isDerived())
                .filter(node -> node.axes().stream().anyMatch(SceneContext::isHead))
                .map(Node::name)
                .toList();
    }

    Optional<Node> block(String word, OptionalInt layer, int line) {
        var node = BlockWord.node(word, model.graph(), step, layer);
        if (node.isEmpty()) {
            problems.add(line, new TourError.TourBlockUnknown(word, model.title()));
        }
        return node;
    }

    /** The tensor whose cell is meant if none is named: of a key, the scores or the pattern; else what the step computes. */
    private Optional<Node> usual(FocusSpec spec) {
        if (spec.key().isPresent()) {
            boolean isScores =
                    step.nodes().stream().anyMatch(node -> node.name().endsWith("hook_attn_scores"));
            return block(isScores ? BlockWord.SCORES.word() : BlockWord.PATTERN.word(), layer(spec), spec.line());
        }
        var first = step.nodes().stream().filter(node -> !node.isDerived()).findFirst();
        if (first.isEmpty()) {
            problems.add(spec.line(), new TourError.TourKeyMissing("block"));
        }
        return first;
    }

    private static OptionalInt layer(FocusSpec spec) {
        if (spec.head().isPresent()) {
            return OptionalInt.of(spec.head().get().layer() - 1);
        }
        return spec.layer().isPresent() ? OptionalInt.of(spec.layer().getAsInt() - 1) : OptionalInt.empty();
    }

    private Optional<Focus> on(FocusSpec spec, Optional<Node> block) {
        if (spec.everything()) {
            return Optional.of(new Focus.Everything());
        }
        if (spec.word().isPresent() && spec.joins().isPresent()) {
            return Optional.of(new Focus.Step(
                    0,
                    Optional.of(spec.word().getAsInt() - 1),
                    Optional.of(spec.joins().getAsInt())));
        }
        if (spec.section().isPresent()) {
            return spec.section()
                    .map(section -> section.equals("output") ? Focus.End.OUTPUT : Focus.End.EMBEDDING)
                    .map(Focus.Section::new);
        }
        if (block.isPresent() && !spec.inStep()) {
            return Optional.of(new Focus.Block(
                    block.get().name(), spec.head().map(head -> indexOfHead(block.get(), head.head() - 1))));
        }
        if (spec.head().isPresent()) {
            return Optional.of(
                    spec.inStep() && block.isEmpty()
                            ? new Focus.Step(spec.head().get().head() - 1)
                            : focusOn(spec.head().get()));
        }
        if (spec.layer().isPresent()) {
            int layer = spec.layer().getAsInt() - 1;
            return Optional.of(spec.part()
                    .<Focus>map(
                            part -> new Focus.Branch(layer, part.equals("mlp") ? Focus.Kind.MLP : Focus.Kind.ATTENTION))
                    .orElse(new Focus.Layer(layer)));
        }
        return Optional.empty();
    }

    private static Focus focusOn(HeadName head) {
        return new Focus.Head(head.layer() - 1, head.head() - 1);
    }

    private Scene.PinnedCell held(Node node, FocusSpec spec) {
        if (!spec.at().isEmpty()) {
            return heldAt(node, spec);
        }
        var index = new ArrayList<Scene.Index>();
        boolean hasKey = false;
        boolean hasNumber = false;
        boolean hasToken = false;
        for (Axis axis : node.axes()) {
            if (axis.equals(Axis.K_POS)) {
                index.add(at(spec.key()));
                hasKey = true;
            } else if (axis.isPosition()) {
                index.add(at(spec.token()));
                hasToken = true;
            } else if (isHead(axis)) {
                index.add(new Scene.Index.At(spec.head()
                        .map(head -> indexOfHead(node, head.head() - 1))
                        .orElse(Scene.PinnedCell.ALL)));
            } else {
                index.add(new Scene.Index.At(spec.number().orElse(0) - 1));
                int most = axis.length(model.graph().sizes(), positions.orElse(PositionRef.MOST));
                if (spec.number().orElse(1) > most) {
                    problems.add(
                            spec.line(),
                            new TourError.TourNumberUnknown(spec.number().orElse(1), node.name(), most));
                }
                hasNumber = true;
            }
        }
        require(hasKey || spec.key().isEmpty(), "key", node, spec.line());
        require(hasToken || spec.token().isEmpty(), "token", node, spec.line());
        require(hasNumber || spec.number().isEmpty(), "number", node, spec.line());
        return new Scene.PinnedCell(node.name(), index);
    }

    /** The cell whose index along each axis is written. */
    private Scene.PinnedCell heldAt(Node node, FocusSpec spec) {
        var index = new ArrayList<Scene.Index>();
        for (FocusSpec.Along along : spec.at()) {
            index.add(at(along.place()));
        }
        if (index.size() != node.axes().size()) {
            int axes = node.axes().size();
            problems.add(spec.line(), new TourError.TourNotANumber("at", index.size(), axes, axes));
            return new Scene.PinnedCell(
                    node.name(),
                    node.axes().stream().map(axis -> at(Optional.empty())).toList());
        }
        for (int i = 0; i < index.size(); i++) {
            Axis axis = node.axes().get(i);
            int most = axis.length(model.graph().sizes(), positions.orElse(PositionRef.MOST));
            if (index.get(i).at(most) >= most) {
                problems.add(
                        spec.line(),
                        new TourError.TourNumberUnknown(index.get(i).at(most) + 1, node.name(), most));
            }
        }
        return new Scene.PinnedCell(node.name(), index);
    }

    private void require(boolean isThere, String axis, Node node, int line) {
        if (!isThere) {
            problems.add(line, new TourError.TourCellUnknown(axis, node.name()));
        }
    }

    private static Scene.Index at(Optional<PositionRef> place) {
        return place.<Scene.Index>map(Scene.Index.AtPlace::new).orElse(new Scene.Index.At(Scene.PinnedCell.ALL));
    }

    /** Several query heads can share one head of keys and values. */
    private int indexOfHead(Node node, int head) {
        return node.axes().stream()
                .filter(SceneContext::isHead)
                .findFirst()
                .map(axis -> head * axis.length(model.graph().sizes(), 1) / model.heads())
                .orElse(head);
    }

    private static boolean isHead(Axis axis) {
        return axis.name().equals(Axis.HEAD.name());
    }

    void checkExpert(HeadName expert, int line) {
        if (expert.layer() > model.layers() || expert.head() > model.experts()) {
            problems.add(
                    line,
                    new TourError.TourExpertUnknown(expert.toString(), model.title(), model.layers(), model.experts()));
        }
    }

    boolean checkHead(HeadName head, int line) {
        boolean isThere = head.layer() <= model.layers() && head.head() <= model.heads();
        if (!isThere) {
            problems.add(
                    line, new TourError.TourHeadUnknown(head.toString(), model.title(), model.layers(), model.heads()));
        }
        return isThere;
    }

    boolean checkLayer(int layer, int line) {
        boolean isThere = layer <= model.layers();
        if (!isThere) {
            problems.add(line, new TourError.TourLayerUnknown(layer, model.title(), model.layers()));
        }
        return isThere;
    }

    /** Checks the layer whose parts an act is about. */
    void checkLayer(Act act) {
        act.layer().ifPresent(layer -> checkLayer(layer, act.line()));
    }

    void checkPlace(PositionRef place, int line) {
        if (positions.isPresent() && place.at(positions.getAsInt()) >= positions.getAsInt()) {
            problems.add(
                    line, new TourError.TourPositionUnknown(place.at(positions.getAsInt()) + 1, positions.getAsInt()));
        }
    }

    /** The one token that a text is; empty with a problem if it is none or several. */
    void checkToken(String text, int line) {
        try {
            if (model.tokenizer().encodeVerbatim(text).length == 1) {
                return;
            }
        } catch (OrreryException e) {
            // Said below.
        }
        problems.add(line, new TourError.TourTokenUnknown(text, model.title()));
    }
}
