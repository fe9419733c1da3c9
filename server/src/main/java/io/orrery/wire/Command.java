package io.orrery.wire;

/** What a presenter may ask of the room. Each names its target absolutely, so that repeating it does no harm. */
public sealed interface Command {
    record Go(Cursor cursor) implements Command {}

    /** Another prompt; the step is kept where the model has it. */
    record Prompt(String trace) implements Command {}

    /** One more token after this trace. */
    record Generate(String trace) implements Command {}

    record Play() implements Command {}

    record Pause() implements Command {}

    record Blank(boolean on) implements Command {}

    /** The prompt alone, at the first step. */
    record Reset() implements Command {}
}
