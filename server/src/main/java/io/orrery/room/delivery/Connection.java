package io.orrery.room.delivery;

import io.orrery.wire.CloseCode;
import io.orrery.wire.RefusalReason;
import java.nio.ByteBuffer;

/** The connection to one browser. No method blocks. A connection that fails is reported to its session as closed. */
public interface Connection {
    /**
     * The network that the connection comes from, by which people can be kept out: an IPv4 address, or the /64 of an IPv6 address.
     * Empty if it is unknown.
     */
    default String network() {
        return "";
    }

    /** Runs {@code write} soon, on the thread that writes to this connection. May be called from any thread. */
    void whenWriting(Runnable write);

    /** Sends a text message. {@code sent} runs on any thread when the next message may be sent. */
    void send(String message, Runnable sent);

    /** Sends a binary message. {@code sent} runs on any thread when the next message may be sent. */
    void send(ByteBuffer message, Runnable sent);

    /**
     * Reports that a frame was sent. May be called from any thread.
     *
     * @param waitedMs the time since it was queued, ms
     */
    default void frameSent(double waitedMs) {}

    /** Reports that a frame was dropped because a newer one replaced it. May be called from any thread. */
    default void frameSuperseded() {}

    /** Reports that a command of this connection was refused. May be called from any thread. */
    default void commandRefused(RefusalReason reason) {}

    void close(CloseCode code);
}
