package io.orrery.room.activity.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.engine.Trainer;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The training that a room watches.
 *
 * @param course empty for none
 */
public record TrainingState(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Course> course) {
    static final TrainingState NONE = new TrainingState(Optional.empty());

    public static final StatePart<TrainingState> PART = StatePart.member("training", TrainingState.class, NONE);

    /** In place of a phase: the look is over. */
    static final String END = "end";

    /** Half of the points are dropped when there are more. */
    private static final int MOST_POINTS = 128;

    /** The mean loss of an update's batch, nats. */
    public record Point(int update, double loss) {}

    /** What is shown of an update, in this order. */
    public enum Phase implements Word {
        /** The text runs through the model with the weights before the update. */
        FORWARD,
        /** How far the answer is from the right one. */
        LOSS,
        /** How the loss depends on every number, from the output back to the embedding. */
        GRADIENTS,
        /** What is added to every weight. */
        CHANGE
    }

    /** A look at an update, which has been made but is not shown by the model yet. */
    public record Look(Phase phase, Trainer.Update update) {}

    /**
     * How far a training is.
     *
     * @param model content id of the model with its weights
     * @param of content id of the model that is trained anew
     * @param updates of the whole training
     * @param learningRate of the last update
     * @param perSecond the most updates in a second; 0 for as many as the server has time for
     * @param saved whether the weights outlast the server
     * @param curve the loss of some of the updates so far, the last included
     * @param look at the update after this one; empty for none
     */
    public record Course(
            String model,
            String of,
            long seed,
            int update,
            int updates,
            double learningRate,
            boolean running,
            int perSecond,
            boolean saved,
            List<Point> curve,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Look> look) {
        public Course {
            curve = List.copyOf(curve);
        }

        static Course begun(Trainer.Progress first) {
            return new Course(
                    first.model(),
                    first.of(),
                    first.seed(),
                    0,
                    first.updates(),
                    0,
                    true,
                    0,
                    first.saved(),
                    List.of(),
                    Optional.empty());
        }

        /** With the trainer's weights; a look at an update has ended. */
        Course at(Trainer.Progress now) {
            var points = new ArrayList<>(curve);
            if (now.update() > update) {
                points.add(new Point(now.update(), now.loss()));
            }
            if (points.size() > MOST_POINTS) {
                for (int i = points.size() - 2; i >= 0; i -= 2) {
                    points.remove(i);
                }
            }
            return new Course(
                    now.model(),
                    of,
                    seed,
                    now.update(),
                    updates,
                    now.learningRate(),
                    running && now.update() < updates,
                    perSecond,
                    now.saved(),
                    points,
                    Optional.empty());
        }

        /** Whether this and another are of one training. */
        boolean isSame(Course other) {
            return of.equals(other.of) && seed == other.seed;
        }

        Course running(boolean on) {
            return with(on && update < updates, perSecond, look);
        }

        Course withSpeed(int next) {
            return with(running, next, look);
        }

        Course looking(Optional<Look> next) {
            return with(running, perSecond, next);
        }

        private Course with(boolean runs, int speed, Optional<Look> next) {
            return new Course(model, of, seed, update, updates, learningRate, runs, speed, saved, curve, next);
        }
    }

    boolean isRunning() {
        return course.filter(Course::running).isPresent();
    }

    /** What a look at an update goes to from its present phase, as the command {@code train-look} names it; empty without a look, and before its first phase. */
    public Optional<String> phaseBeside(int direction) {
        return course.flatMap(Course::look)
                .map(look -> look.phase().ordinal() + direction)
                .filter(at -> at >= 0)
                .map(at -> at < Phase.values().length ? Phase.values()[at].word() : END);
    }

    TrainingState with(Course next) {
        return new TrainingState(Optional.of(next));
    }

    TrainingState map(UnaryOperator<Course> change) {
        return new TrainingState(course.map(change));
    }

    /** Without the update that is looked at, whose numbers are of the text. */
    public TrainingState withoutLook() {
        return map(now -> now.looking(Optional.empty()));
    }

    /** As it is after a restart, or when it is shown again by undoing: the update that was looked at may be forgotten. */
    TrainingState paused() {
        return withoutLook().map(now -> now.running(false));
    }
}
