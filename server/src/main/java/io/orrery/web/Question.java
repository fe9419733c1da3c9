package io.orrery.web;

import io.javalin.http.Context;
import io.orrery.trace.Asker;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** What somebody asks of the models by HTTP, until it is answered or they go away. */
final class Question {
    private final Context ctx;
    private final Asker asker;
    private final Library library;
    private final Departures departures;

    private Question(Context ctx, Asker asker, Library library, Departures departures) {
        this.ctx = ctx;
        this.asker = asker;
        this.library = library;
        this.departures = departures;
    }

    /**
     * Where questions come from.
     *
     * @param opened throws a problem while the models are being read
     */
    record Desk(Supplier<Opened> opened, Guard guard, Departures departures) {
        Question of(Context ctx) {
            Asker asker = guard.asker(ctx);
            return new Question(ctx, asker, opened.get().library().askedBy(asker), departures);
        }
    }

    Context context() {
        return ctx;
    }

    /** The library, which computes for this question as long as somebody waits for its answer. */
    Library library() {
        return library;
    }

    /** Answers as soon as something is known. */
    <T> void answer(Supplier<CompletableFuture<T>> known, Consumer<T> answer) {
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
            departures.watch(connection, result, asker::leave);
        }
    }
}
