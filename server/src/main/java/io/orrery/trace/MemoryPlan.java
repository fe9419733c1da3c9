package io.orrery.trace;

import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.graph.Graph;

/**
 * Divides the heap into the models' weights, a reserve for everything else, and the {@link MemoryBudget}. Models are
 * added before their weights are read, so that what does not fit is refused instead of ending the process.
 */
public final class MemoryPlan {
    /**
     * The reserve, in bytes: connections, requests and rooms, the caches of encoded frames and of weights (32 MiB each),
     * of recipes (32 MiB) and of answers of why (16 MiB), and what a collector needs to work.
     */
    static final long RESERVE = 192L << 20;

    private static final int HALF = 2;

    /** Until the models are read, answers may take this part of the heap. */
    private static final int SIXTEENTH = 16;

    /** A model must be able to run a text of this length, in tokens, or its whole context if that is shorter. */
    static final int SHORTEST = 16;

    private static final int MEGABYTE = 20;

    private final long heap;
    private final long reserve;
    private final MemoryBudget budget;
    private long weights;

    /** @param heap the most bytes of the heap, such as {@link Runtime#maxMemory} */
    public MemoryPlan(long heap) {
        this.heap = heap;
        // A server with a tiny heap serves a tiny model to a few people.
        this.reserve = Math.min(RESERVE, heap / HALF);
        this.budget = new MemoryBudget(heap / SIXTEENTH);
    }

    /**
     * Adds a model.
     *
     * @param more the memory that its weights take, in bytes
     * @throws OrreryException with {@link ServerError.NotEnoughMemory} if it does not fit
     */
    public synchronized void add(String model, Graph graph, long more) {
        long text = new TraceSize(graph).whole(Math.min(SHORTEST, graph.sizes().n_ctx()));
        long all = weights + more + reserve;
        if (new MemoryBudget(Math.max(0, heap - all)).largestText() < text) {
            long needed = all + text * MemoryBudget.FIFTHS / MemoryBudget.OF_ONE_TEXT;
            throw new OrreryException(
                    new ServerError.NotEnoughMemory(model, megabytes(more), megabytes(needed), megabytes(heap)));
        }
        weights += more;
    }

    /**
     * Adds weights that are read later, or never, unless they would take more than a {@link #SIXTEENTH} of the heap.
     *
     * @return whether they were added
     */
    public synchronized boolean addIfItFits(long bytes) {
        if (bytes > heap / SIXTEENTH) {
            return false;
        }
        weights += bytes;
        return true;
    }

    /** The memory for traces and answers: what the models leave, once they have been {@link #settle}d. */
    public MemoryBudget budget() {
        return budget;
    }

    /** Gives the budget all that the models so far leave. */
    public synchronized void settle() {
        budget.resize(heap - weights - reserve);
    }

    public long heap() {
        return heap;
    }

    public synchronized long weights() {
        return weights;
    }

    public long reserve() {
        return reserve;
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << MEGABYTE) - 1) >> MEGABYTE;
    }
}
