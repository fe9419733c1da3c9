package io.orrery.web.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RouteSlotsTest {
    /** Threads that run when the test says so. */
    private final ArrayDeque<Runnable> threads = new ArrayDeque<>();

    private final List<String> called = new ArrayList<>();
    private final RouteSlots slots = new RouteSlots(2);

    @Test
    void twoHundredRequestsTakeNoMoreThreadsThanAllowed() {
        for (int i = 0; i < 200; i++) {
            call("class");
        }

        assertThat(threads).hasSize(2);
        threads.forEach(Runnable::run);
        assertThat(called).hasSize(200);
    }

    @Test
    void networksTakeTurns() {
        List.of("class", "class", "class", "presenter", "class", "guest").forEach(this::call);

        threads.remove().run();

        assertThat(called).containsExactly("class", "presenter", "guest", "class", "class", "class");
    }

    @Test
    void requestsAreCalledAlsoAfterAllOthersHaveEnded() {
        call("class");
        threads.remove().run();
        call("class");
        threads.remove().run();

        assertThat(called).hasSize(2);
    }

    @Test
    void stoppedThreadsAreNoReasonToWaitForever() {
        assertThatThrownBy(() -> slots.call(
                        "class",
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
        call("class");
        call("class");

        assertThat(threads).hasSize(2);
    }

    private void call(String network) {
        slots.call(network, threads::add, () -> called.add(network));
    }
}
