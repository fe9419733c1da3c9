package io.orrery.room.activity;

import io.orrery.room.state.RoomState;

/**
 * What a command is about to change.
 *
 * @param after as the command's own activity wants it
 * @param now ms of the server's clock
 */
public record Transition(Command<?> command, RoomState before, RoomState after, double now) {}
