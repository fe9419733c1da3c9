package io.orrery.room.activity.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.engine.Trainer;
import io.orrery.room.state.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    public static final Part<TrainingState> PART = Part.member("training", TrainingState.class, NONE);

    /** Half of the points are dropped when there are more. */
    private static final int MOST_POINTS = 128;

    /** The mean loss of an update's batch, nats. */
    public record Point(int update, double loss) {}

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
            List<Point> curve) {
        public Course {
            curve = List.copyOf(curve);
        }

        static Course begun(Trainer.Progress first) {
            return new Course(
                    first.model(), first.of(), first.seed(), 0, first.updates(), 0, true, 0, first.saved(), List.of());
        }

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
                    points);
        }

        Course running(boolean on) {
            return new Course(
                    model, of, seed, update, updates, learningRate, on && update < updates, perSecond, saved, curve);
        }

        Course withSpeed(int next) {
            return new Course(model, of, seed, update, updates, learningRate, running, next, saved, curve);
        }
    }

    public TrainingState {
        // An absent course is left out of the JSON.
        course = Objects.requireNonNullElse(course, Optional.empty());
    }

    boolean isRunning() {
        return course.filter(Course::running).isPresent();
    }

    TrainingState with(Course next) {
        return new TrainingState(Optional.of(next));
    }

    TrainingState map(UnaryOperator<Course> change) {
        return new TrainingState(course.map(change));
    }

    TrainingState paused() {
        return map(now -> now.running(false));
    }
}
