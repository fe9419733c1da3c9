package io.orrery.web.entry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orrery.error.ErrorType;
import io.orrery.web.http.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is refused and what is cut off, so that nobody needs a line of the log for each. */
public final class HttpMetrics {
    /** Why a connection was closed without an answer. */
    enum CutOff {
        /** Too many connections from its address. */
        CONNECTIONS,
        /** The client took nothing of the answer for too long. */
        STALLED,
        /** The client took too long for the whole answer. */
        SLOW
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger bodies = new AtomicInteger();
    final AtomicInteger answers = new AtomicInteger();

    private final MeterRegistry registry;
    private final Map<ErrorType, Counter> problems = new ConcurrentHashMap<>();
    private final Map<CutOff, Counter> cutOff = new EnumMap<>(CutOff.class);

    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("orrery.http.connections", connections);
        registry.gauge("orrery.http.requests.open", requests);
        registry.gauge("orrery.http.bodies.open", bodies);
        registry.gauge("orrery.http.answers.open", answers);
        for (CutOff why : CutOff.values()) {
            cutOff.put(
                    why,
                    Counter.builder("orrery.http.cut.off")
                            .description("connections that were closed without an answer, or in the middle of one")
                            .tag("why", why.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Problem problem) {
        problems.computeIfAbsent(
                        problem.error().type(),
                        type -> Counter.builder("orrery.http.problems")
                                .description("requests that were answered with a problem")
                                .tag("type", type.word())
                                .register(registry))
                .increment();
    }

    void count(CutOff why) {
        cutOff.get(why).increment();
    }
}
