package io.orrery.web.http;

/**
 * Something that the server can be asked, and by whom. Each capability declares its routes beside their handlers; {@code Routes}
 * lists all capabilities. Which messages a room takes from whom is in {@link io.orrery.room.activity.Activities}.
 *
 * @param method of HTTP, or {@code WS} for a socket
 * @param path with the names of its parts in braces
 */
public record Route(String method, String path, Who who) {
    /** Who may ask. */
    public enum Who {
        /** What such a socket may then say depends on the key in its first message. */
        ANYONE,
        /** Who shows the key of the room's presenter or co-presenter. */
        DRIVER,
        /** Who shows the operator's key. */
        OPERATOR,
        /** The operator, and anyone where the operator lets anyone open rooms. */
        OPERATOR_UNLESS_OPEN
    }

    /** Whether a page of another site may not ask: what changes something, or stays connected. */
    public boolean isForOwnPagesAlone() {
        return !method.equals("GET");
    }
}
