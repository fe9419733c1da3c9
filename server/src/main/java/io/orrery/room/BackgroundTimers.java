package io.orrery.room;

import io.orrery.room.activity.Background;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timers of activities' background work, at most one per activity. */
final class BackgroundTimers {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTimers.class);

    private final List<Background.Works<?>> activities;
    private final Engine engine;
    private final Ballots ballots;
    private final EventLoop loop;
    private final Consumer<Work> runner;
    private final Map<Background.Works<?>, Planned> planned = new HashMap<>();

    /** Background work of an activity. */
    record Work(Background.Works<?> activity, Background background) {}

    private record Planned(Background background, EventLoop.Timer timer) {}

    /** @param runner carries out work that is due */
    BackgroundTimers(
            List<Background.Works<?>> activities,
            Engine engine,
            Ballots ballots,
            EventLoop loop,
            Consumer<Work> runner) {
        this.activities = activities;
        this.engine = engine;
        this.ballots = ballots;
        this.loop = loop;
        this.runner = runner;
    }

    /** Starts and stops timers for a new state, or new answers of people. A timer whose key has changed starts again. */
    void plan(RoomState state) {
        for (Background.Works<?> activity : activities) {
            Optional<Background> wanted = wanted(activity, state);
            Optional<Object> runs = Optional.ofNullable(planned.get(activity))
                    .map(present -> present.background().key());
            if (!runs.equals(wanted.map(Background::key))) {
                restart(activity, wanted);
            }
        }
    }

    /** Restarts the timers of work that asks the engine. Called when its questions have been cancelled. */
    void resume(RoomState state) {
        for (Background.Works<?> activity : activities) {
            wanted(activity, state)
                    .filter(wanted -> wanted.question().isPresent())
                    .ifPresent(wanted -> restart(activity, Optional.of(wanted)));
        }
    }

    /**
     * Starts the timer of an activity again whose work was done. If the work has not changed its key, no other event would
     * start it.
     */
    void again(Work done, RoomState state) {
        boolean isPlanned = Optional.ofNullable(planned.get(done.activity()))
                .filter(present -> present.background() == done.background())
                .isPresent();
        if (isPlanned) {
            restart(done.activity(), wanted(done.activity(), state));
        }
    }

    /** Whether this is the work that an activity wants in a state. */
    boolean isWanted(Work work, RoomState state) {
        return wanted(work.activity(), state)
                .filter(wanted -> wanted.key().equals(work.background().key()))
                .isPresent();
    }

    /** The work that an activity wants next; none if the activity fails to say. */
    private Optional<Background> wanted(Background.Works<?> activity, RoomState state) {
        try {
            return activity.background(state, ballots, engine);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("activity", activity.part().name())
                    .setCause(e)
                    .log("An activity's background work cannot be planned.");
            return Optional.empty();
        }
    }

    private void restart(Background.Works<?> activity, Optional<Background> wanted) {
        Optional.ofNullable(planned.remove(activity))
                .ifPresent(before -> before.timer().cancel());
        wanted.ifPresent(next ->
                planned.put(activity, new Planned(next, loop.after(next.delayMs(), () -> run(activity, next)))));
    }

    /** Work that fails is tried again after its delay: what caused the failure may have passed. */
    private void run(Background.Works<?> activity, Background due) {
        try {
            runner.accept(new Work(activity, due));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("activity", activity.part().name())
                    .setCause(e)
                    .log("An activity's background work has failed.");
            restart(activity, Optional.of(due));
        }
    }

    void stop() {
        planned.values().forEach(each -> each.timer().cancel());
        planned.clear();
    }
}
