package io.orrery.wire;

/** Every reason for which the server closes a live connection. */
public enum CloseCode {
    /** The server is stopping or starting; come again. */
    RESTART(1012, "The server restarts."),
    /** The browser speaks a version of the protocol that this server does not. */
    BAD_VERSION(4400, "This page and the server are of different versions. Reload the page."),
    /** The presenter's key is missing or wrong. */
    NOT_ALLOWED(4401, "The presenter's key is wrong."),
    /** The connection was opened and then said nothing. */
    NO_HELLO(4402, "No hello came in time."),
    /** Who drives has sent this person out of the room. */
    KICKED(4403, "The presenter has taken this screen out of the room."),
    NO_SUCH_ROOM(4404, "There is no room with this code."),
    /** The connection could not take what must not be lost. */
    TOO_SLOW(4408, "The connection is too slow."),
    /** The same person opened a newer connection. */
    REPLACED(4409, "This page was opened again elsewhere."),
    /** The connection sent more than a page ever does. */
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

    /** A sentence of at most 123 bytes, as a close frame can carry. */
    public String reason() {
        return reason;
    }
}
