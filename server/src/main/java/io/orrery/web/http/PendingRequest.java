package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.library.Library;
import io.orrery.room.OpenRoom;
import io.orrery.room.access.RoomCode;
import io.orrery.trace.Requester;
import io.orrery.trace.Trace;
import io.orrery.web.access.Guard;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** An HTTP request whose answer must be computed. The computation is cancelled if the client closes the connection. */
public final class PendingRequest {
    private final Context ctx;
    private final Requester requester;
    private final Library library;
    private final Factory factory;

    private PendingRequest(Context ctx, Requester requester, Library library, Factory factory) {
        this.ctx = ctx;
        this.requester = requester;
        this.library = library;
        this.factory = factory;
    }

    /**
     * Creates pending requests.
     *
     * @param opened throws a problem while the models are being read
     * @param encoding the few threads that make answers from traces and weights, so that their memory is bounded
     */
    public record Factory(Supplier<Services> opened, Guard guard, DisconnectWatcher disconnects, Executor encoding) {
        public PendingRequest of(Context ctx) {
            return of(ctx, guard.requester(ctx));
        }

        /**
         * A request for a room's text, which comes before those of visitors, if the query parameter {@code room} names
         * a room and the request has a key that moves it; otherwise a visitor's.
         */
        public PendingRequest ofRoomOrVisitor(Context ctx) {
            return of(
                    ctx,
                    drivenRoom(ctx)
                            .map(found ->
                                    Requester.ofRoom("room " + found.code().text()))
                            .orElseGet(() -> guard.requester(ctx)));
        }

        /** The room that the query parameter {@code room} names, if the request has a key that moves it. */
        public Optional<OpenRoom> drivenRoom(Context ctx) {
            String key = Guard.bearer(ctx);
            return Optional.ofNullable(ctx.queryParam("room"))
                    .flatMap(code -> opened.get().rooms().anywhere(RoomCode.typed(code)))
                    .filter(found -> found.isMovedBy(key));
        }

        private PendingRequest of(Context ctx, Requester requester) {
            return new PendingRequest(ctx, requester, opened.get().library().forRequester(requester), this);
        }
    }

    Context context() {
        return ctx;
    }

    /** The library on behalf of this request: it computes until the client closes the connection. */
    public Library library() {
        return library;
    }

    /**
     * Answers once a computation has finished.
     *
     * @param answer writes its result
     */
    public <T> void answer(Supplier<CompletableFuture<T>> computation, Consumer<T> answer) {
        ctx.future(() -> {
            CompletableFuture<T> result = computation.get();
            watch(result);
            return whileOpen(result.thenAccept(answer));
        });
    }

    /**
     * Answers with what is made from the result of a computation.
     *
     * @param encode makes the answer, in one of the threads that do so
     * @param write writes it; completes when it is written
     */
    <T, R> void answer(
            Supplier<CompletableFuture<T>> computation,
            Function<T, R> encode,
            Function<R, CompletableFuture<Void>> write) {
        ctx.future(() -> {
            CompletableFuture<R> encoded = computation.get().thenApplyAsync(encode, factory.encoding());
            watch(encoded);
            return whileOpen(encoded.thenCompose(write));
        });
    }

    /**
     * Completes like the answer, unless the request has ended before it: then nobody is left to be answered, Jetty uses the
     * request's objects for another one, and nothing must touch them.
     */
    private CompletableFuture<Void> whileOpen(CompletableFuture<Void> answer) {
        var isOpen = new AtomicBoolean(true);
        closeAtEnd(() -> isOpen.set(false));
        return answer.handle((nothing, failure) -> Optional.ofNullable(failure)).thenCompose(failure -> {
            if (!isOpen.get()) {
                return new CompletableFuture<>();
            }
            return failure.map(CompletableFuture::<Void>failedFuture)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        });
    }

    /**
     * Reserves memory until the answer is written.
     *
     * @throws io.orrery.error.OrreryException which says when to come again, if there is none at present
     */
    public void reserve(long bytes) {
        closeAtEnd(library.reserve(bytes)::close);
    }

    /**
     * Counts a trace's memory until the answer is written, because the answer is read from it.
     *
     * @throws io.orrery.error.OrreryException which says when to come again, if there is none at present
     */
    public void hold(Trace trace) {
        closeAtEnd(library.hold(trace)::close);
    }

    private void closeAtEnd(Runnable close) {
        Request.addCompletionListener(
                ServletContextRequest.getServletContextRequest(ctx.req()), failure -> close.run());
    }

    /** Reserves memory while the answer is made. */
    public <T> T within(long bytes, Supplier<T> encode) {
        try (var reservation = library.reserve(bytes)) {
            return encode.get();
        }
    }

    private void watch(CompletableFuture<?> result) {
        var request = ServletContextRequest.getServletContextRequest(ctx.req());
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (transport instanceof SocketChannel connection) {
            factory.disconnects().watch(connection, result, requester::leave);
        }
    }
}
