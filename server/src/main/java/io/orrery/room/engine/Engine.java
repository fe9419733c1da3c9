package io.orrery.room.engine;

import io.orrery.tour.Walk;
import io.orrery.trace.Sampling;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a room asks of the models. Nothing here waits, and answers may come on any thread. What is asked for is not wanted
 * any more once the answer is cancelled.
 */
public interface Engine {
    /** The same as one room asks it: rooms take turns. */
    Engine in(String room);

    /** The trace of a recipe; fails with {@link RefusedException} where the model is not offered. */
    CompletionStage<TraceSummary> run(String model, List<Integer> tokens, int promptLength);

    /** The trace of an id; fails with {@link RefusedException} where nobody has made it. */
    CompletionStage<TraceSummary> find(String trace);

    /** The trace with the next token added; fails with {@link RefusedException} where none fits. */
    CompletionStage<TraceSummary> generate(String trace, Sampling sampling);

    /** The trace with these tokens added; fails with {@link RefusedException} where they do not fit. */
    CompletionStage<TraceSummary> append(String trace, List<Integer> tokens);

    /** The trace without its last tokens; at least one stays. */
    CompletionStage<TraceSummary> back(String trace, int tokens);

    /** The same tokens with another model; fails with {@link RefusedException} where that has another tokenizer. */
    CompletionStage<TraceSummary> beside(TraceSummary trace, String model);

    /** The trace of a trace's prompt alone. */
    CompletionStage<TraceSummary> promptOf(TraceSummary trace);

    /**
     * What a step computes; complete at once where that is known already.
     *
     * @param fresh the first position that nobody has seen: where not all rows fit exactly, those from here on travel
     * @param most how many bytes the frame may have
     */
    CompletionStage<Frame> frame(Cursor cursor, int fresh, int most);

    /** A frame that is likely asked for next: what can be done for it is done before. */
    void prepare(Cursor cursor, int most);

    /** Whether a model of this id is here as shapes alone. */
    boolean hasStructure(String id);

    /** The steps of a model that some trace was made with. */
    Walk walk(String model);
}
