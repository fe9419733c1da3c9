package io.orrery.room.activity;

/** Why a person is taken out of the state. */
public enum Departure {
    /** Removed for good. */
    REMOVED,
    /** Away for too long. */
    AWAY
}
