package io.orrery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orrery.room.Room;
import io.orrery.room.Rooms;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How the server does, in the text format of Prometheus, for the operator. It tells numbers, and of no room by name. */
final class Metrics {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<Opened> opened;
    private final Guard guard;

    /**
     * @param opened throws a problem while the models are being read
     * @param known the same, without one
     */
    Metrics(Supplier<Opened> opened, Supplier<Optional<Opened>> known, Sockets sockets, Guard guard) {
        this.opened = opened;
        this.guard = guard;
        of(
                "orrery.rooms",
                "rooms that can be entered",
                known,
                rooms -> rooms.awake().size());
        of("orrery.people", "people in all rooms, presenters and projectors among them", known, Metrics::people);
        Gauge.builder("orrery.connections", sockets, Sockets::open)
                .description("open connections")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::scrape);
    }

    private void scrape(Context ctx) {
        guard.requireFewTries(ctx);
        opened.get().operator().require(ctx);
        ctx.header("Cache-Control", "no-store").contentType(FORMAT).result(registry.scrape());
    }

    private void of(String name, String description, Supplier<Optional<Opened>> known, ToDoubleFunction<Rooms> value) {
        Gauge.builder(
                        name,
                        () -> known.get()
                                .map(all -> value.applyAsDouble(all.rooms()))
                                .orElse(0.0))
                .description(description)
                .register(registry);
    }

    private static double people(Rooms rooms) {
        return rooms.awake().stream().mapToInt(Room::headCount).sum();
    }
}
