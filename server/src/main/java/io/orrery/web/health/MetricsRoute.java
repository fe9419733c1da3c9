package io.orrery.web.health;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orrery.cluster.Cluster;
import io.orrery.room.Room;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import io.orrery.web.access.Guard;
import io.orrery.web.http.Route;
import io.orrery.web.http.Route.Who;
import io.orrery.web.http.Services;
import io.orrery.web.socket.Sockets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Metrics for the operator, in the text format of Prometheus. Numbers only: no room's code or name. */
public final class MetricsRoute {
    public static final List<Route> ROUTES = List.of(new Route("GET", "/metrics", Who.OPERATOR));

    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Supplier<Services> services;
    private final Supplier<Optional<Services>> ready;
    private final Guard guard;

    /**
     * @param services throws a problem while the models are being read
     * @param ready empty while the models are being read
     */
    public MetricsRoute(
            PrometheusMeterRegistry registry,
            Supplier<Services> services,
            Supplier<Optional<Services>> ready,
            Sockets sockets,
            Guard guard) {
        this.registry = registry;
        this.services = services;
        this.ready = ready;
        this.guard = guard;
        gauge(
                "orrery.rooms",
                "rooms that can be entered",
                all -> all.rooms().awake().size());
        gauge("orrery.people", "people in all rooms, including presenters and projectors", MetricsRoute::people);
        Gauge.builder("orrery.connections", sockets, Sockets::open)
                .description("open connections")
                .register(registry);
        cache("traces", all -> all.library().traceStats());
        cache("frames", all -> all.frames().stats());
        FunctionTimer.builder(
                        "orrery.traces.computed",
                        this,
                        held -> traces().loadCount(),
                        held -> traces().totalLoadTime(),
                        TimeUnit.NANOSECONDS)
                .description("computed traces, and the time from request to result")
                .register(registry);
        gauge(
                "orrery.traces.waiting",
                "traces that are being computed or are waiting",
                all -> all.library().queue().traces());
        gauge(
                "orrery.traces.parties",
                "rooms and client addresses that are waiting for a trace",
                all -> all.library().queue().tenants());
        counter(
                "orrery.traces.abandoned",
                "traces that were cancelled because nobody waited for them any more",
                all -> all.library().queue().abandoned());
        memory("orrery.memory.budget", "memory for traces and answers", MemoryBudget.Figures::size);
        memory(
                "orrery.memory.used",
                "memory of it that is reserved, including cached traces",
                MemoryBudget.Figures::used);
        memory("orrery.memory.held", "memory of it that cannot be evicted at present", MemoryBudget.Figures::held);
        counter(
                "orrery.memory.refused",
                "answers that were refused because the memory was in use",
                all -> all.library().memory().figures().refused());
        gauge(
                "orrery.traces.line",
                "traces that have not begun, because others are first or the memory is in use",
                all -> all.library().line());
        refused("line-full", Traces.Refusals::lineFull);
        refused("in-line", Traces.Refusals::inLine);
        gauge(
                "orrery.storage.failing",
                "1 while changes of rooms cannot be written, otherwise 0",
                all -> all.rooms().isStorageFailing() ? 1 : 0);
        counter(
                "orrery.storage.left.out",
                "changes of rooms that were dropped because they could never be written",
                all -> all.data().health().leftOut());
        cluster(
                "orrery.cluster.cut.off",
                "1 while the other servers cannot be reached",
                cluster -> cluster.isCutOff() ? 1 : 0);
        cluster(
                "orrery.cluster.servers",
                "servers that are there, with this one",
                cluster -> cluster.servers().size());
        figure("orrery.cluster.lease.age", "since when the lease was not renewed, ms", Cluster.Figures::leaseAgeMs);
        figure("orrery.cluster.round.trip", "to NATS and back, ms", Cluster.Figures::roundTripMs);
        for (double share : new double[] {0.5, 0.99}) {
            figure(
                    "orrery.cluster.append",
                    "how long the last changes of rooms took to be stored, ms",
                    figures -> figures.appendMs().getOrDefault(share, 0.0),
                    "quantile",
                    Double.toString(share));
        }
        figureSoFar("orrery.cluster.appends", "changes that NATS has stored", Cluster.Figures::appends);
        figureSoFar(
                "orrery.cluster.handed.over", "rooms that were given to another server", Cluster.Figures::handedOver);
        figureSoFar("orrery.cluster.taken", "rooms that this server has become the owner of", Cluster.Figures::taken);
        figureSoFar("orrery.cluster.lost", "rooms that another server has taken from this one", Cluster.Figures::lost);
        figureSoFar(
                "orrery.cluster.unreadable",
                "messages of other servers that could not be read",
                Cluster.Figures::unreadable);
        figureSoFar(
                "orrery.cluster.misdirected",
                "messages for a room that this server does not own, or for an owner before",
                Cluster.Figures::misdirected);
        figureSoFar(
                "orrery.cluster.not.here",
                "how often a room could not be owned or shown, as it needs another model or a newer version",
                Cluster.Figures::notHere);
        cluster(
                "orrery.cluster.differing",
                "other servers with other models, tours or limits than this one",
                Cluster::differing);
        figure(
                "orrery.cluster.fronts",
                "rooms that are shown here and owned by other servers",
                Cluster.Figures::fronts);
        figure(
                "orrery.cluster.front.lag",
                "how long the slowest of these waited, or waits, for an answer of its owner, ms",
                Cluster.Figures::lagMs);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::scrape);
    }

    private void scrape(Context ctx) {
        guard.requireOperator(ctx, services.get().operator());
        ctx.header("Cache-Control", "no-store").contentType(FORMAT).result(registry.scrape());
    }

    /** A number of the services; 0 while the models are being read. */
    private double now(ToDoubleFunction<Services> value) {
        return ready.get().map(value::applyAsDouble).orElse(0.0);
    }

    /** A number of the servers that share their rooms; 0 for a server alone. */
    private static ToDoubleFunction<Services> ofCluster(ToDoubleFunction<Cluster> value) {
        return all -> all.cluster().map(value::applyAsDouble).orElse(0.0);
    }

    private void gauge(String name, String description, ToDoubleFunction<Services> value, String... tags) {
        Gauge.builder(name, () -> now(value))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** Registers a counter. It refers weakly to its state object; that is {@code this}, which the route's handler keeps alive. */
    private void counter(String name, String description, ToDoubleFunction<Services> value, String... tags) {
        FunctionCounter.builder(name, this, held -> now(value))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void cluster(String name, String description, ToDoubleFunction<Cluster> value) {
        gauge(name, description, ofCluster(value));
    }

    private void figure(String name, String description, ToDoubleFunction<Cluster.Figures> value, String... tags) {
        gauge(name, description, ofCluster(cluster -> value.applyAsDouble(cluster.figures())), tags);
    }

    private void figureSoFar(String name, String description, ToDoubleFunction<Cluster.Figures> value) {
        counter(name, description, ofCluster(cluster -> value.applyAsDouble(cluster.figures())));
    }

    private void cache(String name, Function<Services, CacheStats> stats) {
        counter(
                "orrery.cache.hits",
                "requests for cached entries",
                all -> stats.apply(all).hitCount(),
                "cache",
                name);
        counter(
                "orrery.cache.misses",
                "requests for entries that had to be computed",
                all -> stats.apply(all).missCount(),
                "cache",
                name);
        counter(
                "orrery.cache.evictions",
                "entries evicted because the cache was full",
                all -> stats.apply(all).evictionCount(),
                "cache",
                name);
    }

    private void memory(String name, String description, ToDoubleFunction<MemoryBudget.Figures> value) {
        Gauge.builder(
                        name,
                        () -> now(all ->
                                value.applyAsDouble(all.library().memory().figures())))
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    private void refused(String code, ToDoubleFunction<Traces.Refusals> value) {
        counter(
                "orrery.traces.refused",
                "requests for traces that were answered with when to come again",
                all -> value.applyAsDouble(all.library().refusals()),
                "code",
                code);
    }

    private CacheStats traces() {
        return ready.get().map(all -> all.library().traceStats()).orElseGet(CacheStats::empty);
    }

    private static double people(Services all) {
        return all.rooms().awake().stream().mapToInt(Room::headCount).sum();
    }
}
