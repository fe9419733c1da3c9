package io.orrery.web;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orrery.cluster.Cluster;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.ServerError;
import io.orrery.trace.TookTooLongException;
import io.orrery.web.access.Guard;
import io.orrery.web.access.Origins;
import io.orrery.web.access.Proxies;
import io.orrery.web.entry.EntryHandlers;
import io.orrery.web.health.HealthRoutes;
import io.orrery.web.health.Liveness;
import io.orrery.web.health.MetricsRoute;
import io.orrery.web.http.Answers;
import io.orrery.web.http.DisconnectWatcher;
import io.orrery.web.http.PendingRequest;
import io.orrery.web.http.Problem;
import io.orrery.web.http.Services;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.EmbedRoutes;
import io.orrery.web.pages.Packed;
import io.orrery.web.pages.Pages;
import io.orrery.web.recordings.FileRoutes;
import io.orrery.web.recordings.RecordingRoutes;
import io.orrery.web.recordings.VoiceRoutes;
import io.orrery.web.remote.Descriptions;
import io.orrery.web.remote.RemoteRoutes;
import io.orrery.web.rooms.AfterwardsRoutes;
import io.orrery.web.rooms.JoinRoutes;
import io.orrery.web.rooms.RoomRoutes;
import io.orrery.web.socket.Sockets;
import io.orrery.web.socket.WriterThreads;
import io.orrery.web.tour.TourRoutes;
import io.orrery.web.traces.Api;
import io.orrery.web.traces.FactRoutes;
import io.orrery.web.traces.PredictionRoutes;
import io.orrery.web.traces.ScoreRoutes;
import io.orrery.web.traces.TraceRoutes;
import io.orrery.web.traces.TrainingRoutes;
import io.orrery.web.traces.UpdateRoutes;
import io.orrery.web.traces.WhyRoutes;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures Javalin: the connector, headers, all routes, and how exceptions become answers.
 *
 * @param now a clock in ms, for limits
 * @param opened empty while the models are being read
 */
record JavalinSettings(
        ServerOptions options,
        Supplier<Optional<Services>> opened,
        Guard guard,
        Proxies proxies,
        EntryHandlers entry,
        PrometheusMeterRegistry meters,
        Sockets sockets,
        WriterThreads writers,
        DoubleSupplier now,
        DisconnectWatcher disconnects,
        Executor encoding,
        Liveness liveness) {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinSettings.class);

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

    private static final int NOT_FOUND = 404;
    private static final int INTERNAL = 500;

    /** The client closed the connection; nginx logs this status. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    void apply(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(entry::addTo);
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServletContextHandler(context -> {
            context.getSessionHandler().setUsingCookies(false);
            entry.addTo(context);
        });
        config.jetty.modifyWebSocketServletFactory(sockets::configure);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("A request failed", error);
            failed(response);
        });
        var pages =
                new Pages(new Assets(), Packed.read(), options.hosting().log().answersDays());
        addRoutes(config.routes, pages);
        addExceptions(config.routes, pages);
    }

    /** Answers with a problem, as far as nothing is written yet. */
    private static void failed(HttpServletResponse response) {
        try {
            response.sendError(INTERNAL);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A failed request was answered already", e);
        }
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        connector.setAcceptQueueSize(ACCEPT_BACKLOG);
        entry.addTo(connector);
        return connector;
    }

    private void addRoutes(RoutesConfig routes, Pages pages) {
        routes.before(guard::addHeaders);
        routes.wsBeforeUpgrade(guard::addHeaders);
        new HealthRoutes(
                        liveness,
                        () -> opened.get().isPresent(),
                        () -> opened.get()
                                .flatMap(Services::cluster)
                                .filter(Cluster::isCutOff)
                                .isPresent())
                .addTo(routes);
        pages.addTo(routes);
        var origins = new Origins(options.publicUrl(), proxies);
        new EmbedRoutes(pages, opened, origins, options.hosting().embedFrom()).addTo(routes);
        new JoinRoutes(this::required, opened, options, proxies).addTo(routes);
        var requests = new PendingRequest.Factory(this::required, guard, disconnects, encoding);
        new Api(requests).addTo(routes);
        new TraceRoutes(requests).addTo(routes);
        new PredictionRoutes(requests).addTo(routes);
        new ScoreRoutes(requests).addTo(routes);
        new TrainingRoutes(requests).addTo(routes);
        new UpdateRoutes(requests).addTo(routes);
        new WhyRoutes(requests).addTo(routes);
        new FactRoutes(requests).addTo(routes);
        new TourRoutes(requests, guard).addTo(routes);
        new RoomRoutes(this::required, guard, origins, options.hosting().openToAnyone()).addTo(routes);
        new Descriptions(Routes.ALL).addTo(routes);
        new RemoteRoutes(requests, writers, now).addTo(routes);
        new AfterwardsRoutes(this::required, guard).addTo(routes);
        new RecordingRoutes(this::required, guard).addTo(routes);
        new VoiceRoutes(this::required, guard).addTo(routes);
        new FileRoutes(this::required).addTo(routes);
        new MetricsRoute(meters, this::required, opened, sockets, guard).addTo(routes);
        sockets.addTo(routes);
    }

    private static void addExceptions(RoutesConfig routes, Pages pages) {
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
            LOG.error("A request failed", e);
            Answers.problem(ctx, Problem.of(new ServerError.Internal()));
        });
    }

    /** @throws OrreryException with {@link ServerError.Starting} while the models are being read */
    private Services required() {
        return opened.get().orElseThrow(() -> new OrreryException(new ServerError.Starting(1)));
    }
}
