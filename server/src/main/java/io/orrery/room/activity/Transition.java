package io.orrery.room.activity;

import io.orrery.room.state.RoomState;

/**
 * A change that a command is about to make.
 *
 * @param after the new state according to the command's own activity
 * @param now the time, ms of the server's clock
 */
public record Transition(Command<?> command, RoomState before, RoomState after, double now) {}
