package io.orrery.trace;

/**
 * A model whose traces can be requested.
 *
 * @param longest the longest text, in tokens, that the model's context and the memory allow
 */
record Offered(RunnableModel model, TraceSize size, int longest, Pace pace, KnownMeans means) {
    static Offered of(RunnableModel model, MemoryBudget budget) {
        var size = new TraceSize(model.graph());
        int longest = size.longest(budget.largestText(), model.graph().sizes().n_ctx());
        return new Offered(model, size, longest, new Pace(model.graph().parameters()), new KnownMeans());
    }
}
