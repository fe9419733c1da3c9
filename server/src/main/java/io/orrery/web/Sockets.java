package io.orrery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.orrery.room.Room;
import io.orrery.room.RoomCode;
import io.orrery.room.Seat;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Frames;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** The way into a room. */
final class Sockets {
    private static final String PATH = "/ws/rooms/{code}";
    private static final String SEAT = "seat";

    /** Beyond this a browser's message closes the connection with 1009. */
    private static final int LARGEST_MESSAGE = 64 * 1024;

    /** Browsers slow the heartbeat of a hidden tab down to one a minute. */
    private static final Duration IDLE = Duration.ofSeconds(150);

    private final Supplier<Optional<Opened>> opened;
    private final Guard guard;
    private final Writers writers;

    Sockets(Supplier<Optional<Opened>> opened, Guard guard, Writers writers) {
        this.opened = opened;
        this.guard = guard;
        this.writers = writers;
    }

    /** Frames are floats, which do not shrink; trying costs five times the work of sending them. */
    static void configure(JettyWebSocketServletFactory factory) {
        factory.setIdleTimeout(IDLE);
        factory.setMaxTextMessageSize(LARGEST_MESSAGE);
        factory.setMaxBinaryMessageSize(LARGEST_MESSAGE);
        factory.setMaxFrameSize(Frames.LARGEST);
        factory.getAvailableExtensionNames().remove("permessage-deflate");
    }

    void addTo(RoutesConfig routes) {
        routes.wsBeforeUpgrade(PATH, guard::requireOwnOrigin);
        routes.wsAfterUpgrade(PATH, Sockets::endHttpSession);
        routes.ws(PATH, this::listen);
    }

    /** Javalin opens an HTTP session for each upgrade, and nothing would ever end it. */
    private static void endHttpSession(Context ctx) {
        Optional.ofNullable(ctx.req().getSession(false)).ifPresent(HttpSession::invalidate);
    }

    private void listen(WsConfig socket) {
        socket.onConnect(this::connect);
        socket.onMessage(ctx -> seat(ctx).ifPresent(seat -> seat.received(ctx.message())));
        socket.onBinaryMessage(ctx -> seat(ctx).ifPresent(seat -> seat.received("")));
        socket.onClose(ctx -> seat(ctx).ifPresent(Seat::closed));
    }

    private void connect(WsContext ctx) {
        var connection = new SocketConnection(ctx.session, writers.next());
        Optional<Room> room = opened.get().map(Opened::room);
        if (room.isEmpty()) {
            connection.close(CloseCode.RESTART);
        } else if (!room.get().code().equals(RoomCode.typed(ctx.pathParam("code")))) {
            connection.close(CloseCode.NO_SUCH_ROOM);
        } else {
            ctx.attribute(SEAT, room.get().connect(connection));
        }
    }

    private static Optional<Seat> seat(WsContext ctx) {
        return Optional.ofNullable(ctx.attribute(SEAT));
    }
}
