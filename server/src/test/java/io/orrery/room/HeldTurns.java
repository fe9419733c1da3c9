package io.orrery.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what it is given at once, or when the test says so. */
final class HeldTurns implements Executor {
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private boolean isHolding;

    @Override
    public void execute(Runnable turn) {
        if (isHolding) {
            turns.add(turn);
        } else {
            turn.run();
        }
    }

    void hold() {
        isHolding = true;
    }

    void release() {
        isHolding = false;
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }
}
