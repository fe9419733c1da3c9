package io.orrery.room;

import io.orrery.room.time.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** An event loop whose turns and clock are controlled by the test. */
public final class HandLoop implements EventLoop {
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<Planned> planned = new ArrayList<>();
    private double now = 1_000_000;

    private record Planned(double at, Runnable turn) {}

    @Override
    public double now() {
        return now;
    }

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
    }

    @Override
    public Timer after(double ms, Runnable turn) {
        var at = new Planned(now + ms, turn);
        planned.add(at);
        return () -> planned.remove(at);
    }

    /** Runs all waiting turns, and the turns that these add. */
    public void run() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    /** Runs the next waiting turns, at most so many. */
    void run(int most) {
        for (int taken = 0; taken < most && !turns.isEmpty(); taken++) {
            turns.remove().run();
        }
    }

    /** Advances the clock, running each delayed turn at its time. */
    public void advance(double ms) {
        double until = now + ms;
        run();
        for (var next = next(until); next != null; next = next(until)) {
            planned.remove(next);
            now = next.at();
            next.turn().run();
            run();
        }
        now = until;
    }

    private Planned next(double until) {
        return planned.stream()
                .filter(turn -> turn.at() <= until)
                .min(Comparator.comparingDouble(Planned::at))
                .orElse(null);
    }
}
