package io.orrery.room;

/**
 * What is kept of a state that can be gone back to.
 *
 * @param command that changed it
 */
public record SavedBefore(String command, SavedState state) {}
