package io.orrery.room.activity;

/** Why a person is not counted on any more. */
public enum Departure {
    /** Sent out for good. */
    REMOVED,
    /** Gone for so long that nobody waits. */
    AWAY
}
