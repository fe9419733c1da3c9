package io.orrery.tour.check;

import io.orrery.error.OrreryException;
import io.orrery.error.TourError;
import io.orrery.graph.Axis;
import io.orrery.graph.Graph;
import io.orrery.tour.Problems;
import io.orrery.tour.Walk;
import io.orrery.tour.fact.Condition;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.file.Act;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.Scene;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that no beat hides what it is about. {@code answer: hidden} withholds the numbers of each step that tells what comes next, and
 * the hall would show an empty machine in their place.
 */
final class HiddenAnswerCheck {
    private final Problems problems;

    HiddenAnswerCheck(Problems problems) {
        this.problems = problems;
    }

    /** @param line where the beat says what is shown of the answer */
    void check(ResolvedTour.Beat beat, int line) {
        boolean isHidden = beat.scene().answer().equals(Optional.of(false));
        if (isHidden) {
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
                .filter(HiddenAnswerCheck::isAboutNext);
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
