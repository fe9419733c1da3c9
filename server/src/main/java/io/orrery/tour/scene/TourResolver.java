package io.orrery.tour.scene;

import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.graph.Step;
import io.orrery.tour.Problems;
import io.orrery.tour.file.PollSpec;
import io.orrery.tour.file.PollsFile;
import io.orrery.tour.file.SceneSpec;
import io.orrery.tour.file.SceneSpec.ForAll;
import io.orrery.tour.file.SceneSpec.Steps;
import io.orrery.tour.file.Tour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds what the beats of a tour show in the graphs of its models. What is not there is a problem of its line in tour.yaml. */
public final class TourResolver {
    private final Tour tour;
    private final TourModels models;
    private final TourModel own;
    private final String text;
    private final Problems problems;

    private TourResolver(Tour tour, TourModels models, TourModel own, Problems problems) {
        this.tour = tour;
        this.models = models;
        this.own = own;
        this.text = tour.text().orElse(own.prompt());
        this.problems = problems;
    }

    /** A tour about one model; empty with a problem if there is no such model. */
    public static Optional<ResolvedTour> resolve(Tour tour, TourModels models, Problems problems) {
        String name = tour.model().orElse("");
        var model = models.named(name);
        if (model.isEmpty()) {
            problems.add(1, new TourError.TourModelUnknown(name, new Series(models.names())));
        }
        return model.map(own -> new TourResolver(tour, models, own, problems).resolve());
    }

    /** A tour for any model, made for this one: without the beats and chapters that it has nothing for. */
    public static ResolvedTour resolve(Tour tour, TourModel model, TourModels models, Problems problems) {
        return new TourResolver(tour, models, model, problems).resolve();
    }

    private ResolvedTour resolve() {
        var chapters = new ArrayList<ResolvedTour.Chapter>();
        for (Tour.Chapter chapter : tour.chapters()) {
            var beats = chapter.beats().stream()
                    .flatMap(beat -> beat(chapter.id(), beat).stream())
                    .toList();
            if (!beats.isEmpty()) {
                chapters.add(new ResolvedTour.Chapter(chapter.id(), beats, questions(chapter, beats)));
            }
        }
        return new ResolvedTour(tour.id(), own, tour.model().isEmpty(), text, tour.routes(), chapters);
    }

    private Optional<ResolvedTour.Beat> beat(String chapter, Tour.Beat beat) {
        var spec = beat.scene();
        var model = spec.model().map(name -> named(name, spec)).orElse(Optional.of(own));
        if (model.isEmpty()) {
            problems.add(
                    spec.line("model", beat.line()),
                    new TourError.TourModelUnknown(spec.model().orElse(""), new Series(models.names())));
            return Optional.empty();
        }
        spec.compare()
                .filter(second -> models.named(second).isEmpty())
                .ifPresent(second -> problems.add(
                        spec.line("compare", beat.line()),
                        new TourError.TourModelUnknown(second, new Series(models.names()))));
        spec.gallery()
                .filter(subject -> !models.exhibits().contains(subject))
                .ifPresent(subject -> problems.add(
                        spec.line("gallery", beat.line()),
                        new TourError.TourNotOneOf("gallery", subject, new Series(models.exhibits()))));
        if (!hasNeeded(beat, model.get())) {
            return Optional.empty();
        }
        var resolver = new SceneResolver(model.get(), spec, beat.line(), problems);
        List<String> steps = resolver.steps();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Step step = model.get().graph().step(steps.get(0)).orElseThrow();
        var context = new SceneContext(
                model.get(), step, resolver.positions(spec.text().orElse(text)), problems);
        beat.act().ifPresent(context::checkLayer);
        return Optional.of(new ResolvedTour.Beat(
                chapter,
                beat.id(),
                beat.route(),
                beat.seconds(),
                resolver.scene(steps, context, forAll(spec, beat.line())),
                beat.act(),
                beat.act().flatMap(act -> act.show()).map(context::spot),
                model.get(),
                step));
    }

    private Optional<TourModel> named(String name, SceneSpec spec) {
        return name.equals(TourModels.LOADED)
                ? models.loaded(spec.text().orElse(text)).or(() -> Optional.of(own))
                : models.named(name);
    }

    /** With the ready poll that a beat names. */
    private ForAll forAll(SceneSpec spec, int line) {
        Optional<String> id = spec.forAll().ready();
        if (id.isEmpty()) {
            return spec.forAll();
        }
        Optional<PollSpec> found = models.polls().stream()
                .filter(poll -> poll.id().equals(id.get()))
                .map(PollsFile.Prepared::poll)
                .findFirst();
        if (found.isEmpty()) {
            problems.add(spec.line("ask", line), new TourError.TourPollUnknown(id.get()));
        }
        return spec.forAll().with(found);
    }

    /** Whether a model has what a beat of a tour for any model is about. */
    private boolean hasNeeded(Tour.Beat beat, TourModel model) {
        if (!tour.isForAnyModel()) {
            return true;
        }
        for (String need : beat.scene().needs()) {
            var has = ModelNeeds.has(model.graph(), need);
            if (has.isEmpty()) {
                problems.add(
                        beat.scene().line("needs", beat.line()),
                        new TourError.TourNeedUnknown(need, new Series(ModelNeeds.examples())));
            }
            if (!has.orElse(true)) {
                return false;
            }
        }
        // A step that this model does not have is no mistake of the author.
        return !(beat.scene().steps() instanceof Steps.Named)
                || !new SceneResolver(model, beat.scene(), beat.line(), new Problems(problems.file()))
                        .steps()
                        .isEmpty();
    }

    private List<ResolvedTour.Question> questions(Tour.Chapter chapter, List<ResolvedTour.Beat> beats) {
        var questions = new ArrayList<ResolvedTour.Question>();
        for (Tour.Check check : chapter.check()) {
            beats.stream()
                    .filter(beat -> beat.id().equals(check.again()))
                    .findFirst()
                    .ifPresent(beat -> {
                        var context = new SceneContext(beat.model(), beat.step(), OptionalInt.empty(), problems);
                        context.checkLayer(check.choice());
                        questions.add(new ResolvedTour.Question(
                                check.id(),
                                check.choice(),
                                check.again(),
                                check.choice().show().map(context::spot)));
                    });
        }
        return questions;
    }
}
