package io.orrery.room.activity;

/** What the core of a room has to know of a command. */
public enum Trait {
    /** It was meant for what its sender saw: it is refused as stale where somebody else moved the walk since. */
    DEPENDS_ON_VIEW,
    /** It begins the session: people do not gather any more. */
    BEGINS,
    /** It can be undone. */
    UNDOABLE,
    /** It brings the model that runs back into sight: models to walk past leave. */
    SHOWS_MODEL
}
