package io.orrery.wire;

/**
 * Where the room is: a trace, and a step of its model.
 *
 * @param trace the trace's content address
 * @param step the step's id, such as {@code blocks.0.attn.scores}
 */
public record Cursor(String trace, String step) {}
