package io.orrery.room;

import io.orrery.wire.CloseCode;
import java.nio.ByteBuffer;

/** The way to one browser. Nothing here waits; a connection that fails is reported to its {@link Seat} as closed. */
public interface Connection {
    /** Runs something soon where this connection is written to. May be called from any thread. */
    void whenWriting(Runnable write);

    /** Sends a text message; {@code sent} runs, on any thread, when another may follow. */
    void send(String message, Runnable sent);

    /** Sends a binary message; {@code sent} runs, on any thread, when another may follow. */
    void send(ByteBuffer message, Runnable sent);

    void close(CloseCode code);
}
