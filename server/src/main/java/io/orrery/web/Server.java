package io.orrery.web;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsHandlerType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orrery.cluster.Cluster;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import io.orrery.error.StorageError;
import io.orrery.library.Catalog;
import io.orrery.library.Library;
import io.orrery.room.time.EventLoops;
import io.orrery.store.DataFolder;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryPlan;
import io.orrery.train.live.LiveTraining;
import io.orrery.web.access.Guard;
import io.orrery.web.access.HostNames;
import io.orrery.web.access.Proxies;
import io.orrery.web.access.RefusalMetrics;
import io.orrery.web.entry.Deadlines;
import io.orrery.web.entry.EntryHandlers;
import io.orrery.web.entry.HttpMetrics;
import io.orrery.web.entry.ProblemWriter;
import io.orrery.web.file.Exports;
import io.orrery.web.file.FilePart;
import io.orrery.web.file.OneFile;
import io.orrery.web.health.Liveness;
import io.orrery.web.http.DisconnectWatcher;
import io.orrery.web.http.Services;
import io.orrery.web.recordings.FileRoutes;
import io.orrery.web.rooms.Links;
import io.orrery.web.socket.FrameMetrics;
import io.orrery.web.socket.Sockets;
import io.orrery.web.socket.WriterThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Orrery server: pages, traces, and rooms. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** How long {@link #close} waits for rooms to close, then for connections, and then for what is being computed. */
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(2);

    private final EventLoops loops;
    private final ExecutorService computing =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Server::computingThread);

    /** Makes answers from traces and weights: few threads, so that few answers are copied at the same time. */
    private final ExecutorService encoding =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Server::encodingThread);

    private final WriterThreads writers = new WriterThreads();
    private final DisconnectWatcher disconnects = new DisconnectWatcher();
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final Liveness liveness;
    private final Watchdog watch;
    private final AtomicReference<Optional<Services>> opened = new AtomicReference<>(Optional.empty());
    private final Deadlines deadlines;
    private final Sockets sockets;
    private final Javalin javalin;
    private final Links links;
    private final Path operatorKeyFile;
    /** An address at which this process reaches the server. */
    private final String own;

    private Optional<DataFolder> data = Optional.empty();
    private Optional<Watchdog> tours = Optional.empty();

    /**
     * Opens the port, then reads the models. Until they are read, requests that need them are answered with a
     * {@link ServerError.Starting}.
     *
     * @throws OrreryException with a {@link ServerError.CannotListen} if it cannot listen at its address, a
     *     {@link ModelError} if a model cannot be used, or a {@link StorageError} if the data folder cannot be used
     */
    public static Server start(ServerOptions options) throws IOException {
        return new Server(options, Optional.empty(), System::nanoTime, System.currentTimeMillis());
    }

    /**
     * Like {@link #start(ServerOptions)}, with another clock for the limits on requests.
     *
     * @param clock the time, in ms
     */
    public static Server start(ServerOptions options, DoubleSupplier clock) throws IOException {
        return new Server(options, Optional.of(clock), System::nanoTime, System.currentTimeMillis());
    }

    /**
     * Like {@link #start(ServerOptions)}, with other clocks.
     *
     * @param clock the time for the limits on requests, in ms; empty for that of the rooms
     * @param nanos the time of turns and deadlines of computations, and of a training's lease, in ns
     * @param startedAt what the machine's clock shows now, ms
     */
    Server(ServerOptions options, Optional<DoubleSupplier> clock, LongSupplier nanos, double startedAt)
            throws IOException {
        loops = new EventLoops("orrery-room", Math.max(2, Runtime.getRuntime().availableProcessors()), startedAt);
        liveness = new Liveness(loops::now);
        watch = new Watchdog(liveness);
        var proxies = new Proxies(options.hosting().trustedProxies());
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var refusals = new RefusalMetrics(meters);
        DoubleSupplier now = clock.orElse(loops::now);
        var guard = new Guard(options.publicUrl(), proxies, refusals, now);
        sockets = new Sockets(opened::get, guard, writers, new FrameMetrics(meters), refusals, now);
        deadlines = new Deadlines(now);
        var httpMetrics = new HttpMetrics(meters);
        var memory = new MemoryPlan(Runtime.getRuntime().maxMemory());
        var entry = new EntryHandlers(
                HostNames.of(options.host(), options.publicUrl()),
                proxies,
                new ProblemWriter(guard, proxies, httpMetrics),
                deadlines,
                memory.budget(),
                httpMetrics);
        var settings = new JavalinSettings(
                options,
                opened::get,
                guard,
                proxies,
                entry,
                meters,
                sockets,
                writers,
                now,
                disconnects,
                encoding,
                liveness);
        javalin = Javalin.create(settings::apply);
        boolean isOpen = false;
        try {
            listen(options);
            own = options.ownAddress(javalin.port());
            Hosting hosting = options.hosting();
            DataFolder folder = hosting.data()
                    .map(path -> DataFolder.open(path, hosting.log()))
                    .orElseGet(DataFolder::temporary);
            data = Optional.of(folder);
            operatorKeyFile = options.hosting().operatorKeyFile().orElse(folder.operatorKeyFile());
            links = open(new Startup(options, folder, memory, nanos));
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

    /** The titles of the models on offer, in their order. */
    public List<String> models() {
        return opened.get().map(Services::library).map(Library::catalog).map(Catalog::models).orElse(List.of()).stream()
                .map(model -> model.preset().title())
                .toList();
    }

    /** Makes files of what this server can show. */
    public Exports exports() {
        return new Exports(library(), opened.get().orElseThrow().tours(), own);
    }

    /**
     * A recording of this server as one file.
     *
     * @param without what is left out
     * @throws OrreryException if there is none of this id, or it is too large
     */
    public OneFile.Page recording(String id, Set<FilePart> without) {
        return exports().recording(FileRoutes.taped(opened.get().orElseThrow(), id, without), without);
    }

    /** The runs of this server's models. */
    public Library library() {
        return opened.get().orElseThrow().library();
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
        Optional<Services> services = opened.getAndSet(Optional.empty());
        services.ifPresent(all -> {
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
        // After its rooms, which it hands over.
        services.flatMap(Services::cluster).ifPresent(Cluster::close);
        watch.close();
        tours.ifPresent(Watchdog::close);
        javalin.stop();
        // Before the data folder, into which it writes.
        services.flatMap(Services::training).ifPresent(LiveTraining::close);
        deadlines.close();
        disconnects.close();
        loops.close();
        data.ifPresent(DataFolder::close);
        writers.close();
        computing.shutdownNow();
        encoding.shutdownNow();
        awaitLastTurn();
        workers.close();
    }

    /**
     * Waits for the turn that is being computed: it holds a model and a text, which may be more memory than a process has
     * twice.
     */
    private void awaitLastTurn() {
        try {
            if (!computing.awaitTermination(SHUTDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The server stops while something is still computed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(ServerOptions options) {
        ListenCheck.check(options.host(), options.port());
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new OrreryException(new ServerError.PortInUse(options.port()), e);
        }
    }

    private Links open(Startup startup) throws IOException {
        Services services = startup.services(loops, workers, computing, javalin.port());
        Links own = startup.ownRoom(services, javalin.port());
        watchOver(services.library());
        if (services.tours().isWatching()) {
            var authors = new Watchdog("orrery-tours");
            tours = Optional.of(authors);
            authors.add(services.tours()::refresh);
        }
        opened.set(Optional.of(services));
        LOG.atInfo()
                .addKeyValue("port", javalin.port())
                .addKeyValue("models", services.library().catalog().models().size())
                .log("The server is ready.");
        return own;
    }

    private void watchOver(Library library) {
        watch.add(library::endWaits);
        liveness.watch("rooms", loops.threads());
        liveness.watch("computing", computing);
        liveness.watch("traces", library::turns, () -> library.queue().traces() == 0);
    }

    private static Thread computingThread(Runnable work) {
        var thread = new Thread(work, "orrery-computing");
        thread.setDaemon(true);
        return thread;
    }

    private static Thread encodingThread(Runnable work) {
        var thread = new Thread(work, "orrery-encoding");
        thread.setDaemon(true);
        return thread;
    }
}
