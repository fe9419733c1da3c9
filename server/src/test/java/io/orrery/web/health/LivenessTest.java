package io.orrery.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Threads are played by hand: a task that is not run is a thread that hangs or has died. */
class LivenessTest {
    private static final double SECOND = 1000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private double now = 1e9;
    private long done;
    private boolean isIdle = true;
    private boolean refuses;
    private final Liveness liveness = new Liveness(() -> now);

    LivenessTest() {
        liveness.watch("threads", task -> {
            if (refuses) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            tasks.add(task);
        });
        liveness.watch("queue", () -> done, () -> isIdle);
    }

    @Test
    void serverIsAliveWhileItsThreadsAnswerEachBeat() {
        for (int i = 0; i < 60; i++) {
            pass(SECOND);
            tasks.remove().run();
            assertThat(liveness.stalled()).isEmpty();
        }
    }

    @Test
    void threadsThatAnswerNoBeatAreNamedAndAskedOnceOnly() {
        pass(SECOND);
        tasks.remove().run();
        for (int i = 0; i < 21; i++) {
            pass(SECOND);
        }
        assertThat(liveness.stalled()).containsExactly("threads");
        assertThat(tasks).hasSize(1);

        tasks.remove().run();
        assertThat(liveness.stalled()).isEmpty();
    }

    @Test
    void executorWithoutThreadsIsStalled() {
        refuses = true;
        for (int i = 0; i < 21; i++) {
            pass(SECOND);
        }
        assertThat(liveness.stalled()).containsExactly("threads");

        refuses = false;
        pass(SECOND);
        tasks.remove().run();
        assertThat(liveness.stalled()).isEmpty();
    }

    @Test
    void queueMustAdvanceWhileItHasWork() {
        isIdle = false;
        for (int i = 0; i < 40; i++) {
            done++;
            pass(SECOND);
            tasks.remove().run();
        }
        assertThat(liveness.stalled()).isEmpty();
        for (int i = 0; i < 21; i++) {
            pass(SECOND);
            tasks.remove().run();
        }
        assertThat(liveness.stalled()).containsExactly("queue");
    }

    @Test
    void missingBeatIsNoticed() {
        now += 21 * SECOND;
        assertThat(liveness.stalled()).containsExactly("beat");
    }

    private void pass(double ms) {
        now += ms;
        liveness.beat();
    }
}
