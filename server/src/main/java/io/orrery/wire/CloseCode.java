package io.orrery.wire;

/** All reasons for which the server closes a WebSocket. */
public enum CloseCode {
    /** The server is stopping or starting; the page should reconnect. */
    RESTART(1012, "The server restarts."),
    /** The page uses a version of the protocol that this server does not support. */
    BAD_VERSION(4400, "This page and the server are of different versions. Reload the page."),
    /** The presenter's key is missing or wrong. */
    NOT_ALLOWED(4401, "The presenter's key is wrong."),
    /** No {@code hello} was received in time. */
    NO_HELLO(4402, "No hello came in time."),
    /** The driver has removed this person from the room. */
    KICKED(4403, "The presenter has taken this screen out of the room."),
    NO_SUCH_ROOM(4404, "There is no room with this code."),
    /** Nobody was in the room for long. A page waits until the presenter opens it. */
    CLOSED(4410, "The room is closed until its presenter opens it."),
    /** Too many messages that may not be dropped are waiting to be sent. */
    TOO_SLOW(4408, "The connection is too slow."),
    /** The same person has opened a newer connection. */
    REPLACED(4409, "This page was opened again elsewhere."),
    /** The presenter has locked the room, and this person was not in it before. */
    LOCKED(4423, "The presenter has locked the room."),
    FULL(4424, "The room is full."),
    /** The presenter lets in nobody new from this person's address. */
    KEPT_OUT(4425, "The presenter lets in nobody new from this address."),
    /** A key would open a closed room, but there are as many open ones as the operator allows. */
    TOO_MANY_ROOMS(4426, "There are as many open rooms as this server may have."),
    /** The room's owner is a server that does not know pages of this kind yet. */
    OLDER_OWNER(4427, "The server that has the room is older and does not know this kind of page yet."),
    /** The client sends more messages than a page ever does. */
    TOO_FAST(4429, "Too many messages.");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    /** A sentence of at most 123 bytes, the limit of a close frame. */
    public String reason() {
        return reason;
    }
}
