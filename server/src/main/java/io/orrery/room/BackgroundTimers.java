package io.orrery.room;

import io.orrery.room.activity.Activity;
import io.orrery.room.activity.Background;
import io.orrery.room.engine.Engine;
import io.orrery.room.state.RoomState;
import io.orrery.room.time.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The timers of activities' background work, at most one per activity. */
final class BackgroundTimers {
    private final List<Activity<?>> activities;
    private final Engine engine;
    private final EventLoop loop;
    private final Runner runner;
    private final Map<Activity<?>, Planned> planned = new HashMap<>();

    /** Carries out background work that is due. */
    interface Runner {
        void run(Background due);
    }

    private record Planned(Background background, EventLoop.Timer timer) {}

    BackgroundTimers(List<Activity<?>> activities, Engine engine, EventLoop loop, Runner runner) {
        this.activities = activities;
        this.engine = engine;
        this.loop = loop;
        this.runner = runner;
    }

    /** Starts and stops timers for a new state. A timer whose key has changed starts again. */
    void plan(RoomState state) {
        for (Activity<?> activity : activities) {
            Optional<Background> wanted = activity.background(state, engine);
            Optional<Object> runs = Optional.ofNullable(planned.get(activity))
                    .map(present -> present.background().key());
            if (!runs.equals(wanted.map(Background::key))) {
                restart(activity, wanted);
            }
        }
    }

    /** Restarts the timers of work that asks the engine. Called when no command's question is open any more. */
    void resume(RoomState state) {
        for (Activity<?> activity : activities) {
            activity.background(state, engine)
                    .filter(wanted -> wanted.question().isPresent())
                    .ifPresent(wanted -> restart(activity, Optional.of(wanted)));
        }
    }

    private void restart(Activity<?> activity, Optional<Background> wanted) {
        Optional.ofNullable(planned.remove(activity))
                .ifPresent(before -> before.timer().cancel());
        wanted.ifPresent(next ->
                planned.put(activity, new Planned(next, loop.after(next.delayMs(), () -> runner.run(next)))));
    }

    void stop() {
        planned.values().forEach(each -> each.timer().cancel());
        planned.clear();
    }
}
