package io.orrery.web.socket;

import io.orrery.room.delivery.Connection;
import io.orrery.web.access.RefusalMetrics;
import io.orrery.wire.CloseCode;
import io.orrery.wire.RefusalReason;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A {@link Connection} over a WebSocket. */
public final class SocketConnection implements Connection {
    /** How long a browser may take to answer a close frame before the connection is cut, in ms. */
    private static final long CLOSE_MS = 2000;

    private final Session session;
    private final Executor writer;
    private final FrameMetrics deliveries;
    private final RefusalMetrics refusals;
    private final String network;

    /**
     * @param network the network that the client is counted by
     * @param writer runs its tasks one at a time, in order
     */
    SocketConnection(
            Session session, String network, Executor writer, FrameMetrics deliveries, RefusalMetrics refusals) {
        this.network = network;
        this.deliveries = deliveries;
        this.refusals = refusals;
        this.session = session;
        this.writer = writer;
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public void whenWriting(Runnable write) {
        writer.execute(write);
    }

    @Override
    public void send(String message, Runnable sent) {
        session.sendText(message, Callback.from(sent, failure -> cut()));
    }

    @Override
    public void send(ByteBuffer message, Runnable sent) {
        session.sendBinary(message, Callback.from(sent, failure -> cut()));
    }

    @Override
    public void frameSent(double waitedMs) {
        deliveries.sent(waitedMs);
    }

    @Override
    public void frameSuperseded() {
        deliveries.superseded();
    }

    /** Does nothing while the connection is closing: writes then fail, too, but the close frame must still be delivered. */
    private void cut() {
        if (session.isOpen()) {
            session.disconnect();
        }
    }

    @Override
    public void commandRefused(RefusalReason reason) {
        refusals.command(reason);
    }

    @Override
    public void close(CloseCode code) {
        refusals.close(code);
        session.close(code.code(), code.reason(), Callback.NOOP);
        CompletableFuture.delayedExecutor(CLOSE_MS, TimeUnit.MILLISECONDS).execute(session::disconnect);
    }
}
