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

/** What somebody asks of the models by HTTP, until it is answered or they go away. */
public final class PendingRequest {
    private final Context ctx;
    private final Requester requester;
    private final Library library;
    private final DisconnectWatcher departures;

    private PendingRequest(Context ctx, Requester requester, Library library, DisconnectWatcher departures) {
        this.ctx = ctx;
        this.requester = requester;
        this.library = library;
        this.departures = departures;
    }

    /**
     * Where questions come from.
     *
     * @param opened throws a problem while the models are being read
     */
    public record Factory(Supplier<Services> opened, Guard guard, DisconnectWatcher departures) {
        public PendingRequest of(Context ctx) {
            Requester requester = guard.requester(ctx);
            return new PendingRequest(ctx, requester, opened.get().library().forRequester(requester), departures);
        }
    }

    Context context() {
        return ctx;
    }

    /** The library, which computes for this question as long as somebody waits for its answer. */
    public Library library() {
        return library;
    }

    /** Answers as soon as something is known. */
    public <T> void answer(Supplier<CompletableFuture<T>> known, Consumer<T> answer) {
        ctx.future(() -> {
            CompletableFuture<T> result = known.get();
            watch(result);
            return result.thenAccept(answer);
        });
    }

    private void watch(CompletableFuture<?> result) {
        var request = ServletContextRequest.getServletContextRequest(ctx.req());
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (transport instanceof SocketChannel connection) {
            departures.watch(connection, result, requester::leave);
        }
    }
}
