package io.orrery.room.delivery;

import io.orrery.room.people.ClientSession;
import io.orrery.wire.CloseCode;
import java.nio.ByteBuffer;

/** The way to one browser. Nothing here waits; a connection that fails is reported to its {@link ClientSession} as closed. */
public interface Connection {
    /** Runs something soon where this connection is written to. May be called from any thread. */
    void whenWriting(Runnable write);

    /** Sends a text message; {@code sent} runs, on any thread, when another may follow. */
    void send(String message, Runnable sent);

    /** Sends a binary message; {@code sent} runs, on any thread, when another may follow. */
    void send(ByteBuffer message, Runnable sent);

    /** A frame has been sent, so many ms after it was there. May be called from any thread. */
    default void frameSent(double waitedMs) {}

    /** A frame is not worth sending any more. May be called from any thread. */
    default void frameSuperseded() {}

    void close(CloseCode code);
}
