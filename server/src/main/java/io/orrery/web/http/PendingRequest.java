package io.orrery.web.http;

import io.javalin.http.Context;
import io.orrery.library.Library;
import io.orrery.trace.Requester;
import io.orrery.web.access.Guard;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** An HTTP request whose answer must be computed. The computation is cancelled if the client closes the connection. */
public final class PendingRequest {
    private final Context ctx;
    private final Requester requester;
    private final Library library;
    private final DisconnectWatcher disconnects;

    private PendingRequest(Context ctx, Requester requester, Library library, DisconnectWatcher disconnects) {
        this.ctx = ctx;
        this.requester = requester;
        this.library = library;
        this.disconnects = disconnects;
    }

    /**
     * Creates pending requests.
     *
     * @param opened throws a problem while the models are being read
     */
    public record Factory(Supplier<Services> opened, Guard guard, DisconnectWatcher disconnects) {
        public PendingRequest of(Context ctx) {
            Requester requester = guard.requester(ctx);
            return new PendingRequest(ctx, requester, opened.get().library().forRequester(requester), disconnects);
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
            return result.thenAccept(answer);
        });
    }

    private void watch(CompletableFuture<?> result) {
        var request = ServletContextRequest.getServletContextRequest(ctx.req());
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (transport instanceof SocketChannel connection) {
            disconnects.watch(connection, result, requester::leave);
        }
    }
}
