package io.orrery.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(1000);

    @Test
    void answersHoldAtMostThreeFifthsOfTheBudgetAndRoomsAllOfIt() {
        var answer = budget.reserve(600);

        assertThat(budget.tryReserve(1)).isEmpty();
        assertThat(budget.tryReserve(401, true)).isEmpty();
        var room = budget.tryReserve(400, true).orElseThrow();
        assertThat(budget.figures()).isEqualTo(new MemoryBudget.Figures(1000, 1000, 1000, 0));

        answer.close();
        answer.close();
        room.close();
        assertThat(budget.figures()).isEqualTo(new MemoryBudget.Figures(1000, 0, 0, 0));
    }

    @Test
    void refusalSaysWhenToComeAgainAndIsCounted() {
        budget.reserve(500);

        assertThatThrownBy(() -> budget.reserve(101))
                .isInstanceOfSatisfying(
                        OrreryException.class, e -> assertThat(e.error()).isEqualTo(new LibraryError.NoMemory(2)))
                .hasMessageContaining("Try again in 2 seconds");
        assertThat(budget.figures().refused()).isEqualTo(1);
    }

    @Test
    void cachedBytesAreEvictedForAReservationButNotForOneThatCannotSucceed() {
        Deque<MemoryBudget.Reservation> cache = new ArrayDeque<>();
        for (int i = 0; i < 10; i++) {
            var entry = budget.tryReserve(100).orElseThrow();
            entry.hold(false);
            cache.add(entry);
        }
        budget.evictBy(() -> {
            if (cache.isEmpty()) {
                return false;
            }
            cache.remove().close();
            return true;
        });

        assertThat(budget.tryReserve(601)).isEmpty();
        assertThat(cache).hasSize(10);
        assertThat(budget.tryReserve(201)).isPresent();
        assertThat(cache).hasSize(7);
        assertThat(budget.figures()).isEqualTo(new MemoryBudget.Figures(1000, 901, 201, 0));
    }

    @Test
    void whoWaitsIsToldWhenBytesAreGivenBack() {
        var told = new AtomicInteger();
        budget.onFreed(told::incrementAndGet);
        var first = budget.reserve(100);
        var second = budget.reserve(100);
        assertThat(told).hasValue(0);

        first.close();
        assertThat(told).hasValue(1);
        second.free();
        budget.tellListeners();
        assertThat(told).hasValue(2);
    }
}
