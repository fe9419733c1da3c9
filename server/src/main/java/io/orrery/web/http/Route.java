package io.orrery.web.http;

/**
 * A route and who may use it. Each capability declares its routes in the class of their handlers; {@code Routes} lists all
 * capabilities. Who may give which command to a room is declared in {@link io.orrery.room.activity.Activities}.
 *
 * @param method an HTTP method, or {@code WS} for a WebSocket
 * @param path with path parameters in braces
 */
public record Route(String method, String path, Who who) {
    /** Who may use a route. */
    public enum Who {
        /** Everyone. On a WebSocket, the key in the first message decides which commands are allowed. */
        ANYONE,
        /** Requires a key for remote control of the room. */
        REMOTE,
        /** Requires the key of the room's presenter or co-presenter. */
        DRIVER,
        /** Requires the key of the room's presenter or co-presenter, or the operator's. */
        EDITOR,
        /** Requires the same, unless the recording is on, or published. */
        READER,
        /** Requires the secret by which the room recognises somebody who is in it. */
        PERSON,
        /** Requires the operator's key. */
        OPERATOR,
        /** Requires the operator's key, unless the server lets anyone open rooms. */
        OPERATOR_UNLESS_OPEN
    }

    /** Whether pages of other origins are refused: for requests that change something, and for WebSockets, except where no browser adds the key by itself. */
    public boolean isForOwnPagesAlone() {
        return !method.equals("GET") && !method.equals("OPTIONS") && who != Who.REMOTE;
    }
}
