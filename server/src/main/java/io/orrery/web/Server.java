package io.orrery.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.Structures;
import io.orrery.room.Keys;
import io.orrery.room.PresenterKey;
import io.orrery.room.Room;
import io.orrery.room.RoomCode;
import io.orrery.room.Secret;
import io.orrery.room.ThreadLoop;
import io.orrery.tensor.Workers;
import io.orrery.trace.Traces;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Orrery: pages, traces, and one room. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /**
     * The kernel buffers megabytes for each connection if it may. A slow phone would then be shown minutes of history
     * before the newest state, whatever the outbox holds back.
     */
    private static final int SEND_BUFFER = 64 * 1024;

    private static final int HALF = 2;
    private static final int NOT_FOUND = 404;
    private static final int STARTING = 503;
    private static final int INTERNAL = 500;
    private static final long GOODBYE_MS = 2000;

    private final ThreadLoop loop = new ThreadLoop("orrery-room");
    private final ExecutorService computing =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Server::computingThread);
    private final Writers writers = new Writers();
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final AtomicReference<Optional<Opened>> opened = new AtomicReference<>(Optional.empty());
    private final Javalin javalin;
    private final Links links;

    /**
     * Opens the port, then reads the models; requests in between are told to come again.
     *
     * @throws CannotListenException when it cannot listen at its address
     * @throws io.orrery.model.BadInputException when a model cannot be used
     */
    public static Server start(ServerOptions options) throws IOException {
        return new Server(options);
    }

    private Server(ServerOptions options) throws IOException {
        var guard = new Guard(options.publicUrl(), loop::now);
        javalin = Javalin.create(config -> configure(config, options, guard));
        boolean isOpen = false;
        try {
            listen(options);
            String key = Secret.random();
            String coKey = Secret.random();
            opened.set(Optional.of(open(options, new Keys(new PresenterKey(key), new PresenterKey(coKey)))));
            links = new Links(
                    Links.base(options, javalin.port()), required().room().code(), key, coKey);
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    /** Where people go. */
    public Links links() {
        return links;
    }

    public int port() {
        return javalin.port();
    }

    /** Tells everyone to come again soon, and ends. */
    @Override
    public void close() {
        opened.getAndSet(Optional.empty()).ifPresent(all -> {
            try {
                all.room().close().toCompletableFuture().get(GOODBYE_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("Not everyone in the room could be told that the server stops", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        javalin.stop();
        loop.close();
        writers.close();
        computing.shutdownNow();
        workers.close();
    }

    private void listen(ServerOptions options) {
        CannotListenException.check(options.host(), options.port());
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw CannotListenException.portInUse(options.port());
        }
    }

    private void configure(JavalinConfig config, ServerOptions options, Guard guard) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.addConnector((server, http) -> connector(server, http, options));
        config.jetty.modifyServletContextHandler(
                context -> context.getSessionHandler().setUsingCookies(false));
        config.jetty.modifyWebSocketServletFactory(Sockets::configure);
        var routes = config.routes;
        routes.before(guard::addHeaders);
        routes.wsBeforeUpgrade(guard::addHeaders);
        routes.get(
                "/healthz",
                ctx -> Answers.json(ctx, Map.of("status", opened.get().isPresent() ? "ok" : "starting")));
        var pages = new Pages(new Assets(), Packed.read());
        pages.addTo(routes);
        new Entrance(this::required, options.publicUrl()).addTo(routes);
        new Api(this::required).addTo(routes);
        new Texts(this::required, guard).addTo(routes);
        new Choices(this::required).addTo(routes);
        new Sockets(opened::get, guard, writers).addTo(routes);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("A request failed", error);
            response.setStatus(INTERNAL);
        });
        routes.exception(Problem.class, (problem, ctx) -> Answers.problem(ctx, problem));
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            if (e.getStatus() == NOT_FOUND && Pages.isForAPerson(ctx)) {
                pages.nowhere(ctx.status(NOT_FOUND));
            } else {
                Answers.problem(ctx, notServed(e, ctx.path()));
            }
        });
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            Answers.problem(
                    ctx,
                    new Problem(
                            INTERNAL,
                            "internal",
                            "The server failed",
                            "Something went wrong in the server.",
                            Map.of()));
        });
    }

    private static ServerConnector connector(
            org.eclipse.jetty.server.Server server, HttpConfiguration http, ServerOptions options) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        return connector;
    }

    private static Problem notServed(HttpResponseException e, String path) {
        return new Problem(
                e.getStatus(), "not-served", "This cannot be served", "The server has no " + path + ".", Map.of());
    }

    private Opened open(ServerOptions options, Keys keys) throws IOException {
        var models = new ArrayList<Model>();
        for (ModelReference reference : options.models()) {
            models.add(Presets.open(reference));
        }
        // Half of the memory for what can be computed again; the other half for all else.
        var traces = new Traces(Runtime.getRuntime().maxMemory() / HALF, workers, computing);
        var library = new Library(models, Structures.read(), traces);
        var frames = new StepFrames();
        var engine = new RoomEngine(library, frames, computing);
        TraceSummary first = firstTrace(library, models.get(0));
        var code = RoomCode.random(new SecureRandom());
        String address = options.publicUrl().map(Links::withoutSlash).orElse("");
        var room = new Room(code, keys, engine, loop, first, address, Secret::random);
        return new Opened(library, frames, room);
    }

    /** The preset's own example, or the first token where it has none. */
    private static TraceSummary firstTrace(Library library, Model model) {
        String prompt = model.preset().prompt();
        return (prompt.isEmpty() ? library.tokens(model, new int[] {0}) : library.prompt(model, prompt)).join();
    }

    private Opened required() {
        return opened.get()
                .orElseThrow(() -> new Problem(
                        STARTING,
                        "starting",
                        "The server is starting",
                        "The server is reading its models. Try again in a second.",
                        Map.of("retryAfter", 1)));
    }

    private static Thread computingThread(Runnable work) {
        var thread = new Thread(work, "orrery-computing");
        thread.setDaemon(true);
        return thread;
    }
}
