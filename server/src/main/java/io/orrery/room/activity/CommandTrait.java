package io.orrery.room.activity;

/** Properties of commands that the core of the room acts on. */
public enum CommandTrait {
    /**
     * The command refers to what its sender saw: it is refused as stale if somebody else has moved the cursor since.
     */
    DEPENDS_ON_VIEW,
    /** The command starts the presentation: the lobby is left. */
    BEGINS,
    /** The command can be undone. */
    UNDOABLE,
    /** The command is about the next token: it adds one, or changes how one is chosen. */
    CHOOSES_TOKEN,
    /** The command brings another text, about which nobody has guessed yet. */
    BRINGS_TEXT,
    /** The command shows the model that runs: the model gallery is closed. */
    SHOWS_MODEL,
    /**
     * The command sets all that is shown of the model: nothing of what was shown before is carried to where the cursor is
     * then.
     */
    SETS_SCENE
}
