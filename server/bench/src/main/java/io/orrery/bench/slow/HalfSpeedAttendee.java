package io.orrery.bench.slow;

import io.orrery.bench.fanout.Audience;
import io.orrery.bench.fanout.Driver;
import io.orrery.bench.fanout.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Measures one attendee whose line carries half of the room's data rate, among others with fast lines: how far this
 * attendee falls behind, and whether the others are delayed.
 */
final class HalfSpeedAttendee {
    private static final int OTHERS = 50;
    private static final double PER_SECOND = 10;
    private static final double DELAY_MS = 20;
    private static final double NANOS_PER_MS = 1e6;
    private static final double BITS = 8;
    private static final double MEGA = 1e6;
    private static final double P99 = 0.99;

    private final Map<Long, Long> sentAt = new ConcurrentHashMap<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile long newestSeen = -1;
    private volatile double mostBehind;

    /** {@code mostBehindMs}, {@code states}, {@code seen}, {@code othersP99Ms}, {@code othersP99MsWithout}. */
    static Map<String, ?> of(Servers.Running server, HttpClient client, Executor executor, Duration time)
            throws IOException, InterruptedException {
        return new HalfSpeedAttendee().measured(server, client, executor, time);
    }

    private Map<String, ?> measured(Servers.Running server, HttpClient client, Executor executor, Duration time)
            throws IOException, InterruptedException {
        URI socket = server.room().socket();
        String code = socket.getPath().substring(socket.getPath().lastIndexOf('/') + 1);
        try (var audience = Audience.join(server.room(), OTHERS);
                var driver = Driver.join(client, server.room(), 1)) {
            try (var fast = new SimulatedAttendee(base(socket.getPort()), code, executor, new Sizes())) {
                fast.join();
                drive(driver, audience, time, seq -> {});
            }
            double without = othersP99(driver, audience, time, seq -> {});
            double half = bytes.get() * PER_SECOND * BITS / MEGA / 2;
            try (var proxy = new ShapingProxy(socket.getPort(), new Network(half, DELAY_MS, 0, 1));
                    var slow = new SimulatedAttendee(base(proxy.port()), code, executor, new Behind())) {
                slow.join();
                long before = driver.seq();
                double with = othersP99(driver, audience, time, seq -> sentAt.put(seq, System.nanoTime()));
                var figures = new LinkedHashMap<String, Object>();
                figures.put("states", driver.seq() - before);
                figures.put("seen", seen.get());
                figures.put("mostBehindMs", Math.round(mostBehind));
                figures.put("othersP99Ms", with);
                figures.put("othersP99MsWithout", without);
                return figures;
            }
        }
    }

    private static URI base(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static double othersP99(Driver driver, Audience audience, Duration time, LongConsumer sending)
            throws IOException, InterruptedException {
        audience.countFrom(driver.seq() + 1);
        drive(driver, audience, time, sending);
        TimeUnit.SECONDS.sleep(1);
        return audience.counts().quantile(P99);
    }

    private static void drive(Driver driver, Audience audience, Duration time, LongConsumer sending)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            driver.move(seq -> {
                audience.sending(seq);
                sending.accept(seq);
            });
            TimeUnit.MILLISECONDS.sleep((long) (1000 / PER_SECOND));
        }
    }

    /** Notes the size of the room's frames. */
    private final class Sizes implements SimulatedAttendee.MessageListener {
        @Override
        public void state(long seq) {
            // States without a frame are ignored.
        }

        @Override
        public void frame(long seq, int size) {
            bytes.set(size);
        }
    }

    /**
     * Notes how far the attendee is behind. The delay is greatest just before a newer state arrives: the time since the
     * first state after the displayed one was made.
     */
    private final class Behind implements SimulatedAttendee.MessageListener {
        @Override
        public void state(long seq) {
            Long missedSince = sentAt.get(newestSeen + 1);
            if (missedSince != null) {
                mostBehind = Math.max(mostBehind, (System.nanoTime() - missedSince) / NANOS_PER_MS);
            }
            newestSeen = seq;
            seen.incrementAndGet();
        }

        @Override
        public void frame(long seq, int size) {
            // The frame's state has been counted: it arrives before the frame or with it.
        }
    }
}
