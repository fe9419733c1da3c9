package io.orrery.trace;

import io.orrery.graph.Activations;
import io.orrery.graph.ForwardPass;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The computation of a trace, node by node. It ends when the trace is complete, when nobody waits for it any more, or
 * when its deadline has passed.
 */
final class Computation implements FairScheduler.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Computation.class);

    /** Rows per piece of work: enough to keep every thread busy, and as long as a typical prompt. */
    private static final int ROWS_AT_ONCE = 64;

    private static final long NANOS = 1_000_000_000L;

    private final Recipe recipe;
    private final int[] tokens;
    private final Supplier<Activations> start;
    private final LongSupplier nanoTime;
    private final long asked;
    private final CompletableFuture<Trace> trace = new CompletableFuture<>();
    private Optional<Activations> computed = Optional.empty();
    private Optional<ForwardPass> pass = Optional.empty();
    private volatile boolean abandoned;

    /** @param start supplies the activations to grow from; called at the first turn */
    Computation(Recipe recipe, Supplier<Activations> start, LongSupplier nanoTime) {
        this.recipe = recipe;
        this.tokens = recipe.tokenArray();
        this.start = start;
        this.nanoTime = nanoTime;
        this.asked = nanoTime.getAsLong();
    }

    CompletableFuture<Trace> trace() {
        return trace;
    }

    @Override
    public boolean advance() {
        try {
            long begun = nanoTime.getAsLong();
            long now = begun;
            while (!trace.isDone() && !abandoned) {
                if (now - asked > Traces.DEADLINE_SECONDS * NANOS) {
                    giveUp();
                    break;
                }
                computeNode();
                now = nanoTime.getAsLong();
                if (now - begun >= Traces.TURN_NANOS) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            trace.completeExceptionally(e);
        }
        return trace.isDone() || abandoned;
    }

    private void giveUp() {
        LOG.atInfo()
                .addKeyValue("model", recipe.model())
                .addKeyValue("tokens", tokens.length)
                .addKeyValue("seconds", Traces.DEADLINE_SECONDS)
                .log("A trace took too long and was given up.");
        trace.completeExceptionally(new TookTooLongException(Traces.DEADLINE_SECONDS));
    }

    /** Computes the rows of a node in portions. This does not change any number. */
    private void computeNode() {
        Activations before = computed.orElseGet(start);
        computed = Optional.of(before);
        ForwardPass now = pass.orElseGet(() ->
                before.forwardPass(Arrays.copyOf(tokens, Math.min(tokens.length, before.positions() + ROWS_AT_ONCE))));
        pass = Optional.of(now);
        if (!now.advance()) {
            computed = Optional.of(now.result());
            pass = Optional.empty();
            if (now.result().positions() == tokens.length) {
                trace.complete(new Trace(recipe, now.result()));
            }
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
