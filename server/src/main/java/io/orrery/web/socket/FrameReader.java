package io.orrery.web.socket;

import io.orrery.room.front.ClientSession;
import io.orrery.room.time.RateLimit;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * Reads the frames of one WebSocket. Javalin passes on whole messages only; here every frame counts, also pings, pongs and
 * fragments, each of which costs the server as much as a short message. The next frame is read only when this one has been dealt
 * with, and none after the limit is exceeded: what a flooding client sends then stays in the network.
 *
 * <p>Jetty calls the methods one after the other.
 */
public final class FrameReader implements Session.Listener {
    private final RateLimit frames;
    private final StringBuilder text = new StringBuilder();
    private Optional<Session.Listener> javalin = Optional.empty();
    private Optional<ClientSession> client = Optional.empty();
    private Optional<Session> socket = Optional.empty();
    private boolean isExceeded;

    /** @param frames limits the rate of all frames together */
    FrameReader(RateLimit frames) {
        this.frames = frames;
    }

    /** This reader, which tells a listener when the connection opens and closes. */
    FrameReader telling(Session.Listener listener) {
        javalin = Optional.of(listener);
        return this;
    }

    /** Passes messages to a session from now on. Until then, and if there is none, they are counted and dropped. */
    void readFor(ClientSession session) {
        client = Optional.of(session);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        socket = Optional.of(opened);
        javalin.ifPresent(listener -> listener.onWebSocketOpen(opened));
        opened.demand();
    }

    @Override
    public void onWebSocketPartialText(String part, boolean last) {
        if (!takes()) {
            return;
        }
        if (text.length() + part.length() > Sockets.LARGEST_MESSAGE) {
            socket.ifPresent(open -> open.close(StatusCode.MESSAGE_TOO_LARGE, "Text message too large", Callback.NOOP));
            return;
        }
        text.append(part);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            client.ifPresent(session -> session.received(message));
        }
        socket.ifPresent(Session::demand);
    }

    /** The protocol has no binary messages from a browser. An empty text is malformed, too. */
    @Override
    public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback read) {
        read.succeed();
        if (takes()) {
            if (last) {
                client.ifPresent(session -> session.received(""));
            }
            socket.ifPresent(Session::demand);
        }
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        if (takes()) {
            // The next frame is read when the pong has been written: a client that reads nothing is not read from
            // either.
            socket.ifPresent(open -> open.sendPong(payload, Callback.from(open::demand, failure -> {})));
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        if (takes()) {
            socket.ifPresent(Session::demand);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        javalin.ifPresent(listener -> listener.onWebSocketError(cause));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback done) {
        javalin.ifPresentOrElse(listener -> listener.onWebSocketClose(code, reason, done), done::succeed);
    }

    /** Counts a frame. After the first one above the limit the session closes the connection, and nothing more is read. */
    private boolean takes() {
        if (!isExceeded && !frames.take()) {
            isExceeded = true;
            client.ifPresent(ClientSession::tooFast);
        }
        return !isExceeded;
    }
}
