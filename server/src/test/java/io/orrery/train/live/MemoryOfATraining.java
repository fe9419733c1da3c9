package io.orrery.train.live;

import io.orrery.library.Library;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import java.util.List;

/**
 * A program that begins a training, and prints the bytes that were reserved for it and the bytes that it holds, in this order. In a process
 * of tests, what other tests have left is collected meanwhile, so that the difference would be no figure of the training.
 */
final class MemoryOfATraining {
    private MemoryOfATraining() {}

    public static void main(String[] args) throws Exception {
        var sorting = Presets.open("nano-sort");
        try (var workers = new Workers(1)) {
            var traces = new Traces(new MemoryBudget(64 << 20), workers, Runnable::run);
            try (var live = new LiveTraining(new Library(List.of(sorting), List.of(), traces), () -> 1)) {
                var alone = live.alone();
                // The first one also loads classes.
                alone.begin("v", sorting.id(), 1).toCompletableFuture().join();
                alone.end("v");
                alone.stand("v")
                        .handle((progress, refused) -> progress)
                        .toCompletableFuture()
                        .join();
                long held = traces.budget().figures().held();
                long bytes = LiveObjects.bytes();

                alone.begin("w", sorting.id(), 2).toCompletableFuture().join();

                System.out.println(traces.budget().figures().held() - held);
                System.out.println(LiveObjects.bytes() - bytes);
            }
        }
    }
}
