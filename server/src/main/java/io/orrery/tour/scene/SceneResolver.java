package io.orrery.tour.scene;

import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.tour.Problems;
import io.orrery.tour.Walk;
import io.orrery.tour.file.SceneSpec;
import io.orrery.tour.file.SceneSpec.ChangeSpec;
import io.orrery.tour.file.SceneSpec.ChangeSpec.Subject;
import io.orrery.tour.file.SceneSpec.ForAll;
import io.orrery.tour.file.SceneSpec.LabSpec;
import io.orrery.tour.file.SceneSpec.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds what one beat shows in one model's graph. */
final class SceneResolver {
    private final TourModel model;
    private final SceneSpec spec;
    private final int line;
    private final Problems problems;

    /** @param line the beat's */
    SceneResolver(TourModel model, SceneSpec spec, int line, Problems problems) {
        this.model = model;
        this.spec = spec;
        this.line = line;
        this.problems = problems;
    }

    /** The ids of the steps that a beat walks through; empty with a problem if the model does not have them. */
    List<String> steps() {
        if (spec.steps() instanceof Steps.RestOfLayers) {
            return IntStream.range(1, model.layers())
                    .mapToObj(layer -> "blocks." + layer)
                    .toList();
        }
        var named = (Steps.Named) spec.steps();
        var first = step(named.first(), named);
        var last = step(named.last(), named);
        if (first.isEmpty() || last.isEmpty()) {
            String missing = first.isEmpty() ? named.first() : named.last();
            // Without a name there was a problem already.
            if (!missing.isEmpty()) {
                problems.add(
                        spec.line("step", spec.line("steps", line)),
                        new TourError.TourStepUnknown(missing, model.title()));
            }
            return List.of();
        }
        return range(first.get(), last.get());
    }

    private Optional<String> step(String name, Steps.Named of) {
        var graph = model.graph();
        var found = graph.step(name).or(() -> graph.step("blocks." + layer(of) + "." + name));
        return found.map(Step::id).filter(new Walk(graph)::contains);
    }

    /** The layer of a step whose id has none, from 0. */
    private int layer(Steps.Named of) {
        String word = of.layer().orElse("1");
        return word.equals("last")
                ? model.layers() - 1
                : word.matches("[1-9]\\d{0,4}") ? Integer.parseInt(word) - 1 : 0;
    }

    private List<String> range(String first, String last) {
        var walk = new Walk(model.graph());
        var steps = new ArrayList<String>();
        for (Optional<String> step = Optional.of(first);
                step.isPresent() && !steps.contains(last);
                step = walk.next(step.get())) {
            steps.add(step.get());
        }
        if (!steps.contains(last)) {
            problems.add(spec.line("steps", line), new TourError.TourStepsReversed(first, last));
            return List.of(first);
        }
        return steps;
    }

    /** What is shown at these steps, of which there is at least one. @param forAll what is asked and set for everybody */
    Scene scene(List<String> steps, SceneContext context, ForAll forAll) {
        var focus = spec.focus().map(context::focus);
        var held = spec.held().map(context::focus).flatMap(SceneContext.InFocus::held);
        spec.forAll().ask().ifPresent(ask -> {
            ask.next().forEach(text -> context.checkToken(text, spec.line("ask", line)));
            ask.place().ifPresent(place -> context.asked(place, spec.line("ask", line)));
        });
        spec.written().forEach(text -> context.checkToken(text, spec.line("written", line)));
        return new Scene(
                modelWithCheckpoint(),
                spec.text(),
                spec.generated(),
                spec.written(),
                spec.sampling(),
                spec.changes().stream().map(change -> changed(change, context)).toList(),
                steps,
                focus.flatMap(SceneContext.InFocus::on),
                held.or(() -> focus.flatMap(SceneContext.InFocus::held)),
                spec.lit()
                        .map(blocks -> lit(blocks, context))
                        .orElseGet(
                                () -> focus.map(SceneContext.InFocus::tensors).orElse(List.of())),
                spec.marks().stream()
                        .flatMap(mark -> context.mark(mark).stream())
                        .toList(),
                spec.compare(),
                spec.lab().map(lab -> why(lab, context)),
                spec.answer(),
                spec.gallery(),
                spec.camera(),
                forAll);
    }

    private List<String> lit(List<String> blocks, SceneContext context) {
        return blocks.stream()
                .flatMap(block -> context.block(block, OptionalInt.empty(), spec.line("lit", line)).stream())
                .map(Node::name)
                .toList();
    }

    private String modelWithCheckpoint() {
        if (spec.checkpoint().isEmpty()) {
            return model.id();
        }
        int update = spec.checkpoint().getAsInt();
        if (!model.checkpoints().contains(update)) {
            var known = model.checkpoints().stream().map(String::valueOf).toList();
            problems.add(
                    spec.line("checkpoint", line),
                    new TourError.TourCheckpointUnknown(update, model.title(), new Series(known)));
        }
        return model.id() + "@" + update;
    }

    private Scene.Changed changed(ChangeSpec change, SceneContext context) {
        String mode = change.mode().word().equals("scale")
                ? "scale:" + change.mode().by()
                : change.mode().word();
        if (change.subject() instanceof Subject.Head of) {
            context.checkHead(of.head(), change.line());
            return new Scene.Changed(
                    "blocks." + (of.head().layer() - 1) + ".attn.hook_z",
                    OptionalInt.of(of.head().head() - 1),
                    List.of(),
                    Optional.empty(),
                    mode);
        }
        if (change.subject() instanceof Subject.Expert of) {
            context.checkExpert(of.expert(), change.line());
            return new Scene.Changed(
                    "blocks." + (of.expert().layer() - 1) + ".mlp.hook_router",
                    OptionalInt.of(of.expert().head() - 1),
                    List.of(),
                    Optional.empty(),
                    mode);
        }
        if (change.subject() instanceof Subject.Mlp of) {
            context.checkLayer(of.layer(), change.line());
            return new Scene.Changed(
                    "blocks." + (of.layer() - 1) + ".hook_mlp_out",
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    mode);
        }
        if (change.subject() instanceof Subject.Token of) {
            context.checkPlace(of.place(), change.line());
            return new Scene.Changed("token", OptionalInt.empty(), List.of(), Optional.of(of.place()), mode);
        }
        var of = (Subject.Edge) change.subject();
        context.checkHead(of.head(), change.line());
        context.checkPlace(of.query(), change.line());
        context.checkPlace(of.key(), change.line());
        return new Scene.Changed(
                "blocks." + (of.head().layer() - 1) + ".attn.hook_attn_scores",
                OptionalInt.of(of.head().head() - 1),
                List.of(of.query(), of.key()),
                Optional.empty(),
                mode);
    }

    /** Facts that name no other token compare with the second most probable one. The tool of their beat must do the same. */
    private LabSpec why(LabSpec lab, SceneContext context) {
        int at = spec.line("lab", line);
        lab.position().ifPresent(place -> context.checkPlace(place, at));
        lab.a().ifPresent(text -> context.checkToken(text, at));
        lab.b().filter(text -> !ToolRequest.COMPARED.contains(text)).ifPresent(text -> context.checkToken(text, at));
        return new LabSpec(
                lab.tool(), lab.position(), lab.a(), Optional.of(lab.b().orElse(ToolRequest.SECOND)), lab.view());
    }

    /** The number of tokens of a text with what is generated after it; empty with a problem if the model cannot read it. */
    OptionalInt positions(String text) {
        try {
            int length = model.tokenizer().encode(text).length
                    + spec.generated()
                    + spec.written().size();
            int most = model.graph().sizes().n_ctx();
            if (length > most) {
                problems.add(spec.line("text", line), new TourError.TourPositionUnknown(length, most));
                return OptionalInt.empty();
            }
            return OptionalInt.of(length);
        } catch (OrreryException e) {
            problems.add(
                    spec.line("text", line),
                    new TourError.TourTextUnreadable(text, model.title(), Sentences.ENGLISH.of(e.error())));
            return OptionalInt.empty();
        }
    }
}
