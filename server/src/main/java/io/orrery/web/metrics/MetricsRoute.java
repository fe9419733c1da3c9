package io.orrery.web.metrics;

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
import io.orrery.room.Rooms;
import io.orrery.store.StorageHealth;
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
        this.guard = guard;
        of(
                "orrery.rooms",
                "rooms that can be entered",
                ready,
                rooms -> rooms.awake().size());
        of("orrery.people", "people in all rooms, including presenters and projectors", ready, MetricsRoute::people);
        Gauge.builder("orrery.connections", sockets, Sockets::open)
                .description("open connections")
                .register(registry);
        cache("traces", ready, all -> all.library().traceStats());
        cache("frames", ready, all -> all.frames().stats());
        FunctionTimer.builder(
                        "orrery.traces.computed",
                        this,
                        held -> traces(ready).loadCount(),
                        held -> traces(ready).totalLoadTime(),
                        TimeUnit.NANOSECONDS)
                .description("computed traces, and the time from request to result")
                .register(registry);
        queue("orrery.traces.waiting", "traces that are being computed or are waiting", ready, Traces.Queue::traces);
        queue(
                "orrery.traces.parties",
                "rooms and client addresses that are waiting for a trace",
                ready,
                Traces.Queue::tenants);
        FunctionCounter.builder(
                        "orrery.traces.abandoned", this, held -> queue(ready).abandoned())
                .description("traces that were cancelled because nobody waited for them any more")
                .register(registry);
        memory("orrery.memory.budget", "memory for traces and answers", ready, MemoryBudget.Figures::size);
        memory(
                "orrery.memory.used",
                "memory of it that is reserved, including cached traces",
                ready,
                MemoryBudget.Figures::used);
        memory(
                "orrery.memory.held",
                "memory of it that cannot be evicted at present",
                ready,
                MemoryBudget.Figures::held);
        FunctionCounter.builder(
                        "orrery.memory.refused", this, held -> memory(ready).refused())
                .description("answers that were refused because the memory was in use")
                .register(registry);
        Gauge.builder(
                        "orrery.traces.line",
                        () -> ready.get().map(all -> all.library().line()).orElse(0))
                .description("traces that have not begun, because others are first or the memory is in use")
                .register(registry);
        refused("line-full", ready, Traces.Refusals::lineFull);
        refused("in-line", ready, Traces.Refusals::inLine);
        Gauge.builder(
                        "orrery.storage.failing",
                        () -> ready.get()
                                        .filter(all -> all.rooms().isStorageFailing())
                                        .isPresent()
                                ? 1
                                : 0)
                .description("1 while changes of rooms cannot be written, otherwise 0")
                .register(registry);
        FunctionCounter.builder(
                        "orrery.storage.left.out", this, held -> storage(ready).leftOut())
                .description("changes of rooms that were dropped because they could never be written")
                .register(registry);
        cluster(
                "orrery.cluster.cut.off",
                "1 while the other servers cannot be reached",
                ready,
                all -> all.isCutOff() ? 1 : 0);
        cluster(
                "orrery.cluster.servers",
                "servers that are there, with this one",
                ready,
                all -> all.servers().size());
        cluster(
                "orrery.cluster.lease.age",
                "since when the lease was not renewed, ms",
                ready,
                all -> all.figures().leaseAgeMs());
        cluster(
                "orrery.cluster.round.trip",
                "to NATS and back, ms",
                ready,
                all -> all.figures().roundTripMs());
        for (double share : new double[] {0.5, 0.99}) {
            Gauge.builder(
                            "orrery.cluster.append",
                            () -> ready.get()
                                    .flatMap(Services::cluster)
                                    .map(all -> all.figures().appendMs().get(share))
                                    .orElse(0.0))
                    .description("how long the last changes of rooms took to be stored, ms")
                    .tag("quantile", Double.toString(share))
                    .register(registry);
        }
        clusterCount("orrery.cluster.appends", "changes that NATS has stored", ready, Cluster.Figures::appends);
        clusterCount(
                "orrery.cluster.handed.over",
                "rooms that were given to another server",
                ready,
                Cluster.Figures::handedOver);
        clusterCount(
                "orrery.cluster.taken",
                "rooms that this server has become the owner of",
                ready,
                Cluster.Figures::taken);
        clusterCount(
                "orrery.cluster.lost",
                "rooms that another server has taken from this one",
                ready,
                Cluster.Figures::lost);
        clusterCount(
                "orrery.cluster.unreadable",
                "messages of other servers that could not be read",
                ready,
                Cluster.Figures::unreadable);
        clusterCount(
                "orrery.cluster.misdirected",
                "messages for a room that this server does not own, or for an owner before",
                ready,
                Cluster.Figures::misdirected);
        clusterCount(
                "orrery.cluster.not.here",
                "how often a room could not be owned or shown, as it needs another model or a newer version",
                ready,
                Cluster.Figures::notHere);
        cluster(
                "orrery.cluster.differing",
                "other servers with other models, tours or limits than this one",
                ready,
                Cluster::differing);
        cluster(
                "orrery.cluster.fronts",
                "rooms that are shown here and owned by other servers",
                ready,
                all -> all.figures().fronts());
        cluster(
                "orrery.cluster.front.lag",
                "how long the slowest of these waited, or waits, for an answer of its owner, ms",
                ready,
                all -> all.figures().lagMs());
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

    private void of(
            String name, String description, Supplier<Optional<Services>> ready, ToDoubleFunction<Rooms> value) {
        Gauge.builder(
                        name,
                        () -> ready.get()
                                .map(all -> value.applyAsDouble(all.rooms()))
                                .orElse(0.0))
                .description(description)
                .register(registry);
    }

    private void cluster(
            String name, String description, Supplier<Optional<Services>> ready, ToDoubleFunction<Cluster> value) {
        Gauge.builder(
                        name,
                        () -> ready.get()
                                .flatMap(Services::cluster)
                                .map(value::applyAsDouble)
                                .orElse(0.0))
                .description(description)
                .register(registry);
    }

    private void clusterCount(
            String name,
            String description,
            Supplier<Optional<Services>> ready,
            ToDoubleFunction<Cluster.Figures> value) {
        FunctionCounter.builder(
                        name,
                        this,
                        held -> ready.get()
                                .flatMap(Services::cluster)
                                .map(all -> value.applyAsDouble(all.figures()))
                                .orElse(0.0))
                .description(description)
                .register(registry);
    }

    private void cache(String name, Supplier<Optional<Services>> ready, Function<Services, CacheStats> asked) {
        Supplier<CacheStats> stats = () -> ready.get().map(asked).orElseGet(CacheStats::empty);
        count("orrery.cache.hits", "requests for cached entries", name, stats, CacheStats::hitCount);
        count(
                "orrery.cache.misses",
                "requests for entries that had to be computed",
                name,
                stats,
                CacheStats::missCount);
        count(
                "orrery.cache.evictions",
                "entries evicted because the cache was full",
                name,
                stats,
                CacheStats::evictionCount);
    }

    /** Registers a counter. It refers weakly to its state object; that is {@code this}, which the route's handler keeps alive. */
    private void count(
            String meter,
            String description,
            String cache,
            Supplier<CacheStats> stats,
            ToDoubleFunction<CacheStats> value) {
        FunctionCounter.builder(meter, this, held -> value.applyAsDouble(stats.get()))
                .description(description)
                .tag("cache", cache)
                .register(registry);
    }

    private void queue(
            String name, String description, Supplier<Optional<Services>> ready, ToDoubleFunction<Traces.Queue> value) {
        Gauge.builder(name, () -> value.applyAsDouble(queue(ready)))
                .description(description)
                .register(registry);
    }

    private void memory(
            String name,
            String description,
            Supplier<Optional<Services>> ready,
            ToDoubleFunction<MemoryBudget.Figures> value) {
        Gauge.builder(name, () -> value.applyAsDouble(memory(ready)))
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    private static MemoryBudget.Figures memory(Supplier<Optional<Services>> ready) {
        return ready.get().map(all -> all.library().memory().figures()).orElse(new MemoryBudget.Figures(0, 0, 0, 0));
    }

    private void refused(String code, Supplier<Optional<Services>> ready, ToDoubleFunction<Traces.Refusals> value) {
        FunctionCounter.builder(
                        "orrery.traces.refused",
                        this,
                        held -> ready.get()
                                .map(all -> value.applyAsDouble(all.library().refusals()))
                                .orElse(0.0))
                .description("requests for traces that were answered with when to come again")
                .tag("code", code)
                .register(registry);
    }

    private static Traces.Queue queue(Supplier<Optional<Services>> ready) {
        return ready.get().map(all -> all.library().queue()).orElse(new Traces.Queue(0, 0, 0));
    }

    private static StorageHealth storage(Supplier<Optional<Services>> ready) {
        return ready.get().map(all -> all.data().health()).orElse(StorageHealth.WELL);
    }

    private static CacheStats traces(Supplier<Optional<Services>> ready) {
        return ready.get().map(all -> all.library().traceStats()).orElseGet(CacheStats::empty);
    }

    private static double people(Rooms rooms) {
        return rooms.awake().stream().mapToInt(Room::headCount).sum();
    }
}
