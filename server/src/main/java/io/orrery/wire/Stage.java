package io.orrery.wire;

/**
 * What everyone in a room sees: the {@code state} of the protocol.
 *
 * @param code the room's code
 */
public record Stage(TraceSummary trace, Cursor cursor, boolean playing, boolean blank, String code) {}
