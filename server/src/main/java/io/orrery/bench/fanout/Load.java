package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A presenter who steps in front of attendees.
 *
 * @param attendees how many read
 * @param perSecond how often the presenter steps at most; no step is taken before the room has answered the last one
 * @param warmUp how long the server runs before anything is counted
 * @param warmUpBeat how often each attendee says meanwhile that it is there
 * @param counted how long it is measured
 */
record Load(int attendees, double perSecond, Duration warmUp, Duration warmUpBeat, Duration counted) {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    /** A room takes so many commands a second from one device. */
    private static final double PER_DEVICE = 30;

    /**
     * What came of it.
     *
     * @param deliveries frames that arrived
     * @param superseded frames that did not, because a newer one took their place
     * @param seconds from the first step until the last frame had arrived
     * @param cpuSeconds what the server used in that time
     */
    record Outcome(
            int attendees,
            long deliveries,
            long superseded,
            double seconds,
            Latencies latencies,
            double cpuSeconds,
            double rssMib) {
        double deliveriesPerSecond() {
            return deliveries / seconds;
        }

        double cpuMicrosPerDelivery() {
            return cpuSeconds * MICROS / deliveries;
        }
    }

    /** Something that is done again and again meanwhile. */
    interface Watch {
        Watch NONE = elapsed -> {};

        /** @param elapsed since counting began */
        void at(Duration elapsed) throws IOException;
    }

    Outcome on(Servers.Running server, HttpClient client, Watch watch) throws IOException, InterruptedException {
        int devices = (int) Math.ceil(perSecond / PER_DEVICE);
        try (var audience = Audience.join(server.room(), attendees);
                var driver = Driver.join(client, server.room(), devices)) {
            audience.beatEvery(warmUpBeat);
            drive(driver, audience, warmUp, Watch.NONE);
            audience.beatEvery(Audience.HEARTBEAT);
            long before = driver.seq();
            audience.countFrom(before + 1);
            double cpu = server.child().cpuSeconds();
            long began = System.nanoTime();
            drive(driver, audience, counted, watch);
            long expected = (driver.seq() - before) * attendees;
            audience.await(expected);
            double seconds = (System.nanoTime() - began) / NANOS;
            cpu = server.child().cpuSeconds() - cpu;
            var latencies = audience.counts();
            return new Outcome(
                    attendees,
                    latencies.count(),
                    expected - latencies.count(),
                    seconds,
                    latencies,
                    cpu,
                    server.child().rssMib());
        }
    }

    /** Steps that are late do not pile up: the next one comes a whole interval later. */
    private void drive(Driver driver, Audience audience, Duration time, Watch watch)
            throws IOException, InterruptedException {
        long interval = (long) (NANOS / perSecond);
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()) {
            long moved = System.nanoTime();
            driver.move(audience::sending);
            watch.at(Duration.ofNanos(System.nanoTime() - began));
            TimeUnit.NANOSECONDS.sleep(interval - (System.nanoTime() - moved));
        }
    }
}
