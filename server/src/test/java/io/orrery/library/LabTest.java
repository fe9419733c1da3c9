package io.orrery.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tools;
import io.orrery.model.Fixtures;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Recipe;
import io.orrery.trace.Requester;
import io.orrery.trace.Traces;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a question reserves of the memory that traces and answers share. */
class LabTest {
    private static final int LENGTH = 100;
    private static final Parameters NOTHING = new Parameters(Map.of());

    /** It would wait for memory until its deadline, and nobody could give it any. */
    @Test
    void questionThatCouldNeverHaveItsMemoryIsRefusedAtOnce() throws Exception {
        var model = Fixtures.open("gpt2-tiny");
        try (var workers = new Workers(1)) {
            var roomy = new Traces(MemoryBudget.unlimited(), workers, Runnable::run);
            new Library(List.of(model), List.of(), roomy);
            long run = roomy.bytes(model.id(), LENGTH);

            // Enough for the run and for who votes, but not for another run with its gradients.
            var budget = new MemoryBudget(3 * run + run / 2);
            var traces = new Traces(budget, workers, Runnable::run);
            var library = new Library(List.of(model), List.of(), traces).forRequester(Requester.ofRoom("room"));
            var trace = traces.trace(new Recipe(model.id(), Collections.nCopies(LENGTH, 1)), Requester.ofRoom("room"))
                    .join();
            try (var hold = library.hold(trace)) {
                var fits = library.lab().answer(trace, Tools.named("attribution"), NOTHING);
                assertThat(error(fits)).isNull();
                var refused = library.lab().answer(trace, Tools.named("saliency"), NOTHING);
                assertThat(error(refused)).isInstanceOf(LabError.NoMemoryForQuestion.class);
                assertThat(budget.figures().held()).isEqualTo(run);
            }
        }
    }

    private static Object error(CompletableFuture<?> answer) {
        assertThat(answer).isDone();
        return answer.handle((made, failure) -> failure == null ? null : ((OrreryException) failure).error())
                .join();
    }
}
