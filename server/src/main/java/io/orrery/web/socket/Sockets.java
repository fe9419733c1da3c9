package io.orrery.web.socket;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.orrery.room.Rooms;
import io.orrery.room.access.RoomCode;
import io.orrery.room.front.ClientSession;
import io.orrery.room.time.RateLimit;
import io.orrery.web.access.Guard;
import io.orrery.web.access.RefusalMetrics;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Frames;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket route to a room. */
public final class Sockets {
    public static final List<Route> ROUTES = List.of(new Route("WS", "/ws/rooms/{code}", Who.ANYONE));

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private static final String PATH = "/ws/rooms/{code}";
    private static final String JETTY_PATH = "/ws/rooms/*";
    private static final String NETWORK = "network";
    private static final String READER = "reader";
    private static final String SESSION = "session";

    /** Size limit of a browser's message, in bytes. A longer one closes the connection with status 1009. */
    static final int LARGEST_MESSAGE = 64 * 1024;

    /** A connection without messages for this long is closed. Browsers throttle a hidden tab to one heartbeat a minute. */
    private static final Duration IDLE = Duration.ofSeconds(150);

    private static final long POLL_MS = 10;

    /**
     * The kernel's send buffer for a WebSocket, in bytes; Linux doubles it. Small, because a newer state cannot replace what
     * is in this buffer. With 64 KiB, an attendee with half the bandwidth of the fan-out benchmark was 2 s behind.
     */
    private static final int SEND_BUFFER = 32 * 1024;

    private final Supplier<Optional<Services>> opened;
    private final Guard guard;
    private final WriterThreads writers;
    private final FrameMetrics deliveries;
    private final RefusalMetrics refusals;
    private final DoubleSupplier now;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param opened empty while the models are being read
     * @param now a clock in ms, for the limit on frames
     */
    public Sockets(
            Supplier<Optional<Services>> opened,
            Guard guard,
            WriterThreads writers,
            FrameMetrics deliveries,
            RefusalMetrics refusals,
            DoubleSupplier now) {
        this.opened = opened;
        this.guard = guard;
        this.writers = writers;
        this.deliveries = deliveries;
        this.refusals = refusals;
        this.now = now;
    }

    /** Configures limits. Disables compression: it costs five times as much as sending, and frames of floats hardly shrink. */
    public void configure(JettyWebSocketServletFactory factory) {
        factory.setIdleTimeout(IDLE);
        factory.setMaxTextMessageSize(LARGEST_MESSAGE);
        factory.setMaxBinaryMessageSize(LARGEST_MESSAGE);
        // Longer messages would be fragmented. The largest one is a frame with a state.
        factory.setMaxFrameSize(2L * Frames.LARGEST);
        factory.getAvailableExtensionNames().remove("permessage-deflate");
        // Javalin registers itself for all paths, after this.
        factory.addMapping(JETTY_PATH, (request, response) -> {
            var reader = (FrameReader) request.getHttpServletRequest().getAttribute(READER);
            return reader.telling((Session.Listener) factory.getMapping("/").createWebSocket(request, response));
        });
    }

    public void addTo(RoutesConfig routes) {
        routes.wsBeforeUpgrade(PATH, guard::requireOwnOrigin);
        routes.wsBeforeUpgrade(PATH, guard::limitConnections);
        routes.wsBeforeUpgrade(PATH, Sockets::limitSendBuffer);
        routes.wsBeforeUpgrade(PATH, ctx -> ctx.attribute(NETWORK, guard.network(ctx)));
        routes.wsBeforeUpgrade(PATH, ctx -> ctx.attribute(READER, new FrameReader(frames())));
        routes.wsAfterUpgrade(PATH, Sockets::endHttpSession);
        routes.ws(PATH, this::listen);
    }

    private RateLimit frames() {
        return new RateLimit(ClientSession.MESSAGES_PER_SECOND, ClientSession.MESSAGES_AT_ONCE, now);
    }

    private static void limitSendBuffer(Context ctx) {
        var request = ServletContextRequest.getServletContextRequest(ctx.req());
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (transport instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            } catch (IOException e) {
                LOG.debug("A connection was gone before it was a socket", e);
            }
        }
    }

    /** Javalin creates an HTTP session for each upgrade, which would never expire. */
    private static void endHttpSession(Context ctx) {
        Optional.ofNullable(ctx.req().getSession(false)).ifPresent(HttpSession::invalidate);
    }

    private void listen(WsConfig socket) {
        socket.onConnect(ctx -> {
            open.incrementAndGet();
            connect(ctx);
        });
        socket.onClose(ctx -> {
            open.decrementAndGet();
            session(ctx).ifPresent(ClientSession::closed);
        });
    }

    /** Number of open connections. */
    public int open() {
        return open.get();
    }

    /** Waits until all connections are closed, but at most the given time. */
    public void awaitEmpty(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (open.get() > 0 && System.nanoTime() < until) {
            Thread.sleep(POLL_MS);
        }
    }

    private void connect(WsContext ctx) {
        var connection = new SocketConnection(
                ctx.session,
                Optional.<String>ofNullable(ctx.attribute(NETWORK)).orElse(""),
                writers.next(),
                deliveries,
                refusals);
        RoomCode code = RoomCode.typed(ctx.pathParam("code"));
        Optional<Rooms> rooms = opened.get().map(Services::rooms);
        if (rooms.isEmpty()) {
            connection.close(CloseCode.RESTART);
            return;
        }
        rooms.get().connect(code, connection).ifPresent(session -> {
            ctx.attribute(SESSION, session);
            Optional.<FrameReader>ofNullable(ctx.attribute(READER)).ifPresent(reader -> reader.readFor(session));
        });
    }

    private static Optional<ClientSession> session(WsContext ctx) {
        return Optional.ofNullable(ctx.attribute(SESSION));
    }
}
