package io.orrery.room.engine;

import io.orrery.error.OrreryException;
import io.orrery.tour.Walk;
import io.orrery.trace.Sampling;
import io.orrery.trace.change.Change;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.TraceSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The room's interface to the models. No method blocks; answers may arrive on any thread. To give up a question, cancel
 * its answer.
 */
public interface Engine {
    /** The engine as used by one room, so that rooms are scheduled fairly. */
    Engine in(String room);

    /** The name under which this engine computes. */
    String room();

    /** Trains models. */
    Trainer trainer();

    /** The tours on offer. */
    Tours tours();

    /**
     * What a trace gives to each of these tokens as the next one, in this order; fails with {@link OrreryException} if there is
     * no such trace or token.
     */
    CompletionStage<List<TraceSummary.Next>> chances(String trace, List<Integer> tokens);

    /**
     * The place of a trace where a measure is largest; empty if no place is. Fails with {@link OrreryException} if it cannot be measured: of a
     * changed run, or without memory for it.
     */
    CompletionStage<Optional<PlaceMeasure.Found>> largest(String trace, PlaceMeasure measure);

    /**
     * Computes a trace; fails with {@link OrreryException} if the model is not offered.
     *
     * @param changes see {@link TraceSummary#changes}
     */
    CompletionStage<TraceSummary> run(String model, List<Integer> tokens, List<String> changes, int promptLength);

    /**
     * The trace of the same text with other changes than it has; fails with {@link OrreryException} if one is not possible. A
     * change at a position that the text does not have does nothing until it has it.
     */
    CompletionStage<TraceSummary> changed(String trace, List<Change> changes);

    /** This engine for questions that nobody waits for: they are computed while nothing else is. */
    Engine whenIdle();

    /** The trace of a text; fails with {@link OrreryException} if the model cannot read it, or it is too long. */
    CompletionStage<TraceSummary> read(String model, String text);

    /** Finds a trace by id; fails with {@link OrreryException} if there is no such trace. */
    CompletionStage<TraceSummary> find(String trace);

    /** The trace with one generated token appended; fails with {@link OrreryException} if the context is full. */
    CompletionStage<TraceSummary> generate(String trace, Sampling sampling);

    /** The trace with these tokens appended; fails with {@link OrreryException} if they do not fit. */
    CompletionStage<TraceSummary> append(String trace, List<Integer> tokens);

    /** The trace without its last tokens; at least one token stays. */
    CompletionStage<TraceSummary> back(String trace, int tokens);

    /**
     * The trace of the same tokens with another model; fails with {@link OrreryException} if the tokenizers differ.
     */
    CompletionStage<TraceSummary> withModel(TraceSummary trace, String model);

    /** The trace of a trace's prompt alone. */
    CompletionStage<TraceSummary> promptOf(TraceSummary trace);

    /**
     * The frame of a step: the tensors that it computes. Already complete if the frame is cached.
     *
     * @param fresh the first position whose rows nobody has seen. If not all rows fit exactly, only rows from this
     *     position on are sent
     * @param most the largest frame, in bytes
     */
    CompletionStage<Frame> frame(Cursor cursor, int fresh, int most);

    /** Makes a trace known, which another server may have computed. It is computed here when it is asked for. */
    void learn(TraceSummary trace);

    /** Encodes in advance a frame that is likely to be asked for next, if that is possible. */
    void prepare(Cursor cursor, int most);

    /** Whether the server has the shapes of a model with this id, for the gallery. */
    boolean hasStructure(String id);

    /** The walk through the steps of a model with which some trace was made. */
    Walk walk(String model);

    /** The id of a model’s preset, and its title. @param model its content id */
    ModelName nameOf(String model);

    /**
     * A model’s names: the id of its preset, and its title.
     *
     * @param preset the id of its preset, by which pages know its title in their language
     * @param title in the preset's own language
     */
    record ModelName(String preset, String title) {}
}
