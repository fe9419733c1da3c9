package io.orrery.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsHandlerType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.ServerError;
import io.orrery.error.StorageError;
import io.orrery.library.Library;
import io.orrery.library.RoomEngine;
import io.orrery.library.StepFrames;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.model.Structures;
import io.orrery.room.Rooms;
import io.orrery.room.access.KeyMaker;
import io.orrery.room.access.Secret;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.time.EventLoops;
import io.orrery.store.DataFolder;
import io.orrery.tensor.Workers;
import io.orrery.trace.TookTooLongException;
import io.orrery.trace.Traces;
import io.orrery.web.access.Guard;
import io.orrery.web.access.NetworkAddresses;
import io.orrery.web.access.Operator;
import io.orrery.web.access.Origins;
import io.orrery.web.access.Proxies;
import io.orrery.web.http.Answers;
import io.orrery.web.http.DisconnectWatcher;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Services;
import io.orrery.web.metrics.MetricsRoute;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.web.pages.Pages;
import io.orrery.web.rooms.JoinRoutes;
import io.orrery.web.rooms.Links;
import io.orrery.web.rooms.RoomRoutes;
import io.orrery.web.socket.FrameMetrics;
import io.orrery.web.socket.Sockets;
import io.orrery.web.socket.WriterThreads;
import io.orrery.web.traces.Api;
import io.orrery.web.traces.PredictionRoutes;
import io.orrery.web.traces.TraceRoutes;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Orrery server: pages, traces, and rooms. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /**
     * The kernel's send buffer for each connection, in bytes. By default it grows to megabytes: a slow phone would show
     * minutes of history before the newest state, although the outbox keeps only the newest.
     */
    private static final int SEND_BUFFER = 64 * 1024;

    /**
     * Connections that the kernel holds until they are accepted. Java's default is 50. When a whole hall scans the QR code
     * at once, further connections would be dropped, and browsers would retry only after one second, then two more.
     */
    private static final int ACCEPT_BACKLOG = 4096;

    private static final int HALF = 2;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL = 500;

    /** The client closed the connection; nginx logs this status. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    /** How long {@link #close} waits for rooms to close, and then for connections. */
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(2);

    private final EventLoops loops =
            new EventLoops("orrery-room", Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final ExecutorService computing =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Server::computingThread);
    private final WriterThreads writers = new WriterThreads();
    private final DisconnectWatcher departures = new DisconnectWatcher();
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final AtomicReference<Optional<Services>> opened = new AtomicReference<>(Optional.empty());
    private final Sockets sockets;
    private final Javalin javalin;
    private final Links links;
    private final Path operatorKeyFile;
    private Optional<DataFolder> data = Optional.empty();

    /**
     * Opens the port, then reads the models. Until they are read, requests are answered by a problem with
     * {@code Retry-After}.
     *
     * @throws OrreryException with a {@link ServerError.CannotListen} if it cannot listen at its address, a
     *     {@link ModelError} if a model cannot be used, or a {@link StorageError} if the data folder cannot be used
     */
    public static Server start(ServerOptions options) throws IOException {
        return new Server(options, Optional.empty());
    }

    /**
     * Like {@link #start(ServerOptions)}, with another clock for the limits on requests.
     *
     * @param clock the time, in ms
     */
    public static Server start(ServerOptions options, DoubleSupplier clock) throws IOException {
        return new Server(options, Optional.of(clock));
    }

    private Server(ServerOptions options, Optional<DoubleSupplier> clock) throws IOException {
        var proxies = new Proxies(options.hosting().trustedProxies());
        var guard = new Guard(options.publicUrl(), proxies, clock.orElse(loops::now));
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        sockets = new Sockets(opened::get, guard, writers, new FrameMetrics(meters));
        javalin = Javalin.create(config -> configure(config, options, guard, proxies, meters));
        boolean isOpen = false;
        try {
            listen(options);
            DataFolder folder = options.hosting().data().map(DataFolder::open).orElseGet(DataFolder::temporary);
            data = Optional.of(folder);
            operatorKeyFile = options.hosting().operatorKeyFile().orElse(folder.operatorKeyFile());
            links = open(options, folder);
            isOpen = true;
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    /** The links to the server's own room. */
    public Links links() {
        return links;
    }

    /** The file with the operator's key. */
    public Path operatorKeyFile() {
        return operatorKeyFile;
    }

    public int port() {
        return javalin.port();
    }

    /** All routes: the HTTP method, or {@code WS}, and the path. */
    List<String> served() {
        var router = javalin.unsafe.internalRouter;
        return Stream.concat(
                        router.allHttpHandlers().stream()
                                .map(handler -> handler.endpoint)
                                .filter(endpoint -> endpoint.method.isHttpMethod())
                                .map(endpoint -> endpoint.method.name() + " " + endpoint.path),
                        router.allWsHandlers().stream()
                                .filter(handler -> handler.getType() == WsHandlerType.WEBSOCKET)
                                .map(handler -> "WS " + handler.getPath()))
                .toList();
    }

    /** Closes all rooms, asks their pages to reconnect, and stops. */
    @Override
    public void close() {
        opened.getAndSet(Optional.empty()).ifPresent(all -> {
            LOG.atInfo()
                    .addKeyValue("connections", sockets.open())
                    .log("The server stops; everyone is told to come again.");
            try {
                all.rooms().close().toCompletableFuture().get(SHUTDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                // Pages must receive the complete close frame: otherwise they report a broken connection.
                sockets.awaitEmpty(SHUTDOWN_WAIT);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("Not everyone in the rooms could be told that the server stops", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        javalin.stop();
        departures.close();
        loops.close();
        data.ifPresent(DataFolder::close);
        writers.close();
        computing.shutdownNow();
        workers.close();
    }

    private void listen(ServerOptions options) {
        ListenCheck.check(options.host(), options.port());
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new OrreryException(new ServerError.PortInUse(options.port()), e);
        }
    }

    private void configure(
            JavalinConfig config, ServerOptions options, Guard guard, Proxies proxies, PrometheusMeterRegistry meters) {
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
        new JoinRoutes(this::required, opened::get, options.publicUrl(), proxies).addTo(routes);
        var requests = new PendingRequest.Factory(this::required, guard, departures);
        new Api(requests).addTo(routes);
        new TraceRoutes(requests).addTo(routes);
        new PredictionRoutes(requests).addTo(routes);
        new RoomRoutes(
                        this::required,
                        guard,
                        new Origins(options.publicUrl(), proxies),
                        options.hosting().openToAnyone())
                .addTo(routes);
        new MetricsRoute(meters, this::required, opened::get, sockets, guard).addTo(routes);
        sockets.addTo(routes);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("A request failed", error);
            response.setStatus(INTERNAL);
        });
        routes.exception(OrreryException.class, (e, ctx) -> Answers.problem(ctx, Problem.of(e.error())));
        routes.exception(TookTooLongException.class, (e, ctx) -> Answers.problem(ctx, Problem.of(e.error())));
        routes.exception(HttpResponseException.class, (e, ctx) -> {
            if (e.getStatus() == NOT_FOUND && Pages.isForAPerson(ctx)) {
                pages.nowhere(ctx.status(NOT_FOUND));
            } else {
                Answers.problem(ctx, new Problem(e.getStatus(), new RequestError.NotServed(ctx.path())));
            }
        });
        // The client has closed the connection: nobody reads the answer.
        routes.exception(CancellationException.class, (e, ctx) -> ctx.status(CLIENT_CLOSED_REQUEST));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            Answers.problem(ctx, Problem.of(new ServerError.Internal()));
        });
    }

    private static ServerConnector connector(
            org.eclipse.jetty.server.Server server, HttpConfiguration http, ServerOptions options) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        connector.setAcceptQueueSize(ACCEPT_BACKLOG);
        return connector;
    }

    private Links open(ServerOptions options, DataFolder folder) throws IOException {
        var models = new ArrayList<Model>();
        for (ModelReference reference : options.models()) {
            models.add(Presets.open(reference));
        }
        String operatorKey =
                options.hosting().operatorKeyFile().map(DataFolder::read).orElseGet(folder::operatorKey);
        // Traces may take half of the memory: they can be computed again.
        var traces = new Traces(Runtime.getRuntime().maxMemory() / HALF, workers, computing);
        var library = new Library(models, Structures.read(), traces);
        var frames = new StepFrames();
        Hosting hosting = options.hosting();
        var rooms = new Rooms(
                new RoomEngine(library, frames, computing),
                loops::loop,
                folder.storage(),
                new KeyMaker(operatorKey, Secret::random),
                new Rooms.Limits(hosting.mostRooms(), hosting.idle().toMillis()),
                new SecureRandom(),
                Secret::random);
        TraceSummary first = library.example(models.get(0)).join();
        Links house = house(options, folder, rooms, first);
        opened.set(Optional.of(new Services(library, frames, rooms, folder, new Operator(operatorKey))));
        LOG.atInfo()
                .addKeyValue("port", javalin.port())
                .addKeyValue("models", models.size())
                .log("The server is ready.");
        return house;
    }

    /** Restores the server's own room, or opens a new one. Other saved rooms are restored in the background. */
    private Links house(ServerOptions options, DataFolder folder, Rooms rooms, TraceSummary first) {
        String base = Links.base(options, javalin.port());
        String address = options.publicUrl().map(Origins::withoutSlash).orElse("");
        List<SavedRoom> saved = folder.storage().rooms();
        Optional<SavedRoom> house = saved.stream().filter(SavedRoom::house).findFirst();
        UnaryOperator<String> addresses = kept -> address.isEmpty() && !NetworkAddresses.isGone(kept) ? kept : address;
        house.ifPresent(room -> rooms.restore(List.of(room), first, addresses)
                .toCompletableFuture()
                .join());
        Links links = house.map(room -> rooms.opening(room.code())
                        .map(opening -> Links.of(base, opening))
                        .orElseGet(() -> new Links(base, room.code(), Optional.empty(), Optional.empty())))
                .orElseGet(() -> Links.of(base, rooms.open(first, address, true).orElseThrow()));
        rooms.restore(saved.stream().filter(room -> !room.house()).toList(), first, addresses)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.error("Not every room could be opened again", failure);
                    }
                });
        return links;
    }

    private Services required() {
        return opened.get().orElseThrow(() -> new OrreryException(new ServerError.Starting(1)));
    }

    private static Thread computingThread(Runnable work) {
        var thread = new Thread(work, "orrery-computing");
        thread.setDaemon(true);
        return thread;
    }
}
