package io.orrery.tour.check;

import io.orrery.error.OrreryException;
import io.orrery.error.Series;
import io.orrery.error.TourError;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.tour.Problems;
import io.orrery.tour.Walk;
import io.orrery.tour.fact.Condition;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.PollSpec;
import io.orrery.tour.file.Tour;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.Scene;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks what a tour declares: its routes' seconds, an act in each chapter, answers that can be right, and none hidden that is shown. */
final class DeclarationCheck {
    private static final int SECONDS = 60;
    private static final double LEAST = 0.6;

    private final Tour tour;
    private final ResolvedTour resolved;
    private final Demands demands;
    private final Problems problems;

    DeclarationCheck(Tour tour, ResolvedTour resolved, Demands demands, Problems problems) {
        this.tour = tour;
        this.resolved = resolved;
        this.demands = demands;
        this.problems = problems;
    }

    void check() {
        if (tour.hasRoutes()) {
            tour.routes().forEach(this::checkRoute);
        }
        for (Tour.Chapter chapter : tour.chapters()) {
            if (chapter.beats().stream().noneMatch(beat -> beat.act().isPresent())) {
                problems.add(chapter.line(), new TourError.TourActMissing(chapter.id()));
            }
            if (chapter.check().size() < demands.questions()) {
                problems.add(
                        chapter.line(),
                        new TourError.TourQuestionsMissing(
                                chapter.id(), chapter.check().size(), demands.questions()));
            }
            for (Tour.Beat beat : chapter.beats()) {
                resolved.beat(chapter.id() + "/" + beat.id()).ifPresent(known -> {
                    checkHidden(known, beat.scene().line("answer", beat.line()));
                    known.scene().forAll().poll().ifPresent(poll -> checkPoll(poll, beat));
                });
                beat.act().ifPresent(act -> check(act, chapter.id(), beat.id()));
            }
            chapter.check().forEach(question -> check(question.choice(), chapter.id(), question.again()));
        }
    }

    /** A poll is asked of people who read the tour in any of its languages. Its own words are in one of them. */
    private void checkPoll(PollSpec poll, Tour.Beat beat) {
        List<String> missing = tour.words().keySet().stream()
                .filter(language -> !poll.words().containsKey(language))
                .sorted()
                .toList();
        if (missing.size() > 1) {
            problems.add(
                    beat.scene().line("ask", beat.line()),
                    new TourError.TourPollOneLanguage(beat.id(), new Series(missing)));
        }
    }

    private void checkRoute(int minutes) {
        int seconds = seconds(minutes);
        int most = minutes * SECONDS;
        int least = (int) Math.ceil(most * LEAST);
        if (seconds > most) {
            problems.add(tour.line(), new TourError.TourRouteTooLong(minutes, seconds, most));
        } else if (seconds < least && !tour.isForAnyModel()) {
            problems.add(tour.line(), new TourError.TourRouteTooShort(minutes, seconds, least));
        }
    }

    /** What is planned; of a tour for any model, what this one has of it. */
    private int seconds(int minutes) {
        if (tour.isForAnyModel()) {
            return resolved.seconds(minutes);
        }
        return tour.chapters().stream()
                .flatMap(chapter -> chapter.beats().stream())
                .filter(beat -> beat.isIn(minutes))
                .mapToInt(beat -> beat.seconds().getOrDefault(minutes, 0))
                .sum();
    }

    private static void checkNamed(String right, Act.Choice choice, TextCheck check) {
        // An id that is no option is a problem of the reader.
        boolean isId = choice.options() instanceof Act.Options.Own;
        boolean isSign = choice.options() instanceof Act.Options.Signs && Act.Options.SIGNS.contains(right);
        if (!isId && !isSign) {
            check.right(right, choice.options(), choice.line());
        }
    }

    private void check(Act act, String chapter, String beat) {
        resolved.beat(chapter + "/" + beat).ifPresent(known -> {
            var check = new TextCheck(known, problems);
            if (act instanceof Act.Doing doing) {
                check.condition(doing.until(), Optional.empty(), act.line());
            } else {
                var choice = (Act.Choice) act;
                if (choice.right() instanceof Act.Right.Named named) {
                    checkNamed(named.word(), choice, check);
                } else {
                    ((Act.Right.Measured) choice.right())
                            .cases()
                            .forEach(one -> check.condition(one.condition(), Optional.empty(), one.line()));
                }
            }
        });
    }

    /**
     * Checks that no beat hides what it is about. {@code answer: hidden} withholds the numbers of each step that tells what comes next, and
     * the hall would show an empty machine in their place.
     *
     * @param line where the beat says what is shown of the answer
     */
    private void checkHidden(ResolvedTour.Beat beat, int line) {
        if (beat.scene().answer().equals(Optional.of(false))) {
            subject(beat).ifPresent(subject -> problems.add(line, new TourError.TourAnswerHidden(subject)));
        }
    }

    /** What a beat is about that tells what comes next: a step, a block or a condition. */
    private static Optional<String> subject(ResolvedTour.Beat beat) {
        var walk = new Walk(beat.model().graph());
        Scene scene = beat.scene();
        var steps = scene.steps().stream().filter(walk::tellsNext);
        var focus = blocks(scene.tensors(), scene.held());
        var show = beat.show().stream().flatMap(spot -> blocks(spot.tensors(), spot.held()));
        var blocks = Stream.concat(focus, show).filter(name -> tellsNext(walk.graph(), name));
        var deed = beat.act().stream()
                .flatMap(act -> act instanceof Act.Doing doing ? Stream.of(doing.until()) : Stream.empty())
                .filter(DeclarationCheck::isAboutNext);
        return Stream.of(steps, blocks, deed).flatMap(each -> each).findFirst();
    }

    private static Stream<String> blocks(List<String> tensors, Optional<Scene.PinnedCell> held) {
        return Stream.concat(tensors.stream(), held.stream().map(Scene.PinnedCell::name));
    }

    /** Weights are no secret. */
    private static boolean tellsNext(Graph graph, String name) {
        return graph.node(name)
                .filter(node -> !node.constant() && node.axes().contains(Axis.D_VOCAB))
                .isPresent();
    }

    private static boolean isAboutNext(String condition) {
        try {
            return Condition.parse(condition).facts().stream()
                    .anyMatch(named -> named.fact().is(Fact.Trait.TELLS_NEXT));
        } catch (OrreryException e) {
            // That is a problem of the act.
            return false;
        }
    }
}
