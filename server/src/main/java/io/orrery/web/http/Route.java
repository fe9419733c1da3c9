package io.orrery.web.http;

import java.util.List;

/**
 * Something that the server can be asked, and by whom. {@link #TABLE} holds all of it: what it does not name is not
 * served. Which messages a room takes from whom is in {@link io.orrery.room.activity.Activities}.
 *
 * @param method of HTTP, or {@code WS} for a socket
 * @param path with the names of its parts in braces
 */
public record Route(String method, String path, Who who) {
    public static final List<Route> TABLE = List.of(
            new Route("GET", "/", Who.ANYONE),
            new Route("GET", "/solo", Who.ANYONE),
            new Route("GET", "/rooms", Who.ANYONE),
            new Route("GET", "/r/{code}", Who.ANYONE),
            new Route("GET", "/r/{code}/present", Who.ANYONE),
            new Route("GET", "/r/{code}/screen", Who.ANYONE),
            new Route("GET", "/r/{code}/qr.svg", Who.ANYONE),
            new Route("GET", "/qr.svg", Who.ANYONE),
            new Route("GET", "/web/{build}/<path>", Who.ANYONE),
            new Route("GET", "/healthz", Who.ANYONE),
            new Route("GET", "/api/presets", Who.ANYONE),
            new Route("GET", "/api/hosting", Who.ANYONE),
            new Route("GET", "/api/models/{id}/graph", Who.ANYONE),
            new Route("GET", "/api/models/{id}/weights", Who.ANYONE),
            new Route("GET", "/api/models/{id}/weights/{name}", Who.ANYONE),
            new Route("POST", "/api/tokens", Who.ANYONE),
            new Route("POST", "/api/traces", Who.ANYONE),
            new Route("GET", "/api/traces/{id}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/steps/{step}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/tensors/{name}", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/explain", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/distribution", Who.ANYONE),
            new Route("GET", "/api/traces/{id}/compare/{other}", Who.ANYONE),
            new Route("WS", "/ws/rooms/{code}", Who.ANYONE),
            new Route("GET", "/api/rooms/{code}/reach", Who.DRIVER),
            new Route("GET", "/api/rooms", Who.OPERATOR),
            new Route("POST", "/api/rooms", Who.OPERATOR_UNLESS_OPEN),
            new Route("POST", "/api/rooms/{code}/keys", Who.OPERATOR),
            new Route("DELETE", "/api/rooms/{code}", Who.OPERATOR),
            new Route("GET", "/metrics", Who.OPERATOR));

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
