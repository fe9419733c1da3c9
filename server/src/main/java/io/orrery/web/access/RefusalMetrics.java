package io.orrery.web.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orrery.error.DomainError;
import io.orrery.wire.CloseCode;
import io.orrery.wire.RefusalReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts what the server refuses. The tags are codes of the protocol, never text of a client. Thread-safe. */
public final class RefusalMetrics {
    private final MeterRegistry registry;
    private final Map<CloseCode, Counter> closes = new EnumMap<>(CloseCode.class);
    private final Map<RefusalReason, Counter> commands = new EnumMap<>(RefusalReason.class);

    public RefusalMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (CloseCode code : CloseCode.values()) {
            closes.put(
                    code,
                    Counter.builder("orrery.connections.closed")
                            .description("connections that the server closed, by close code")
                            .tag("code", Integer.toString(code.code()))
                            .register(registry));
        }
        for (RefusalReason reason : RefusalReason.values()) {
            commands.put(
                    reason,
                    Counter.builder("orrery.commands.refused")
                            .description("refused commands to rooms, by reason")
                            .tag("reason", reason.word())
                            .register(registry));
        }
    }

    /** Counts a request that was refused because of who sent it, or how often. */
    public void request(DomainError error) {
        Counter.builder("orrery.requests.refused")
                .description("requests refused because of who sent them, or how often, by code")
                .tag("code", error.code())
                .register(registry)
                .increment();
    }

    public void close(CloseCode code) {
        closes.get(code).increment();
    }

    public void command(RefusalReason reason) {
        commands.get(reason).increment();
    }
}
