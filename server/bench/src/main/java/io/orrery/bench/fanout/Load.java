package io.orrery.bench.fanout;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A load test: a presenter steps while attendees receive the frames.
 *
 * @param attendees number of attendees
 * @param perSecond the greatest step rate; each step waits until the room has answered the previous one
 * @param warmUp how long the server runs before anything is counted
 * @param warmUpBeat heartbeat interval of each attendee during the warm-up
 * @param counted how long is measured
 * @param waits whether each step also waits until every attendee has the frame of the previous one, so that none is superseded
 */
record Load(int attendees, double perSecond, Duration warmUp, Duration warmUpBeat, Duration counted, boolean waits) {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    /** Commands per second that a room accepts from one connection. */
    private static final double PER_CONNECTION = 30;

    /**
     * The result of a load test.
     *
     * @param deliveries frames that arrived
     * @param superseded frames that were never sent, because a newer frame replaced them
     * @param seconds from the first step until every attendee had the last one
     * @param cpuSeconds the server's processor time during these seconds
     * @param rssMib the server's resident memory at the end
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

    /** A callback that runs after every counted step. */
    interface LoadWatcher {
        LoadWatcher NONE = elapsed -> {};

        /** @param elapsed time since counting began */
        void at(Duration elapsed) throws IOException;
    }

    Outcome on(Servers.Running server, HttpClient client, LoadWatcher watch) throws IOException, InterruptedException {
        return on(List.of(server), client, watch);
    }

    /** Everybody in one room, over the servers that share it. */
    private record Everybody(List<Audience> audiences) implements AutoCloseable {
        static Everybody join(List<Servers.Running> servers, int each) throws IOException, InterruptedException {
            var joined = new Everybody(new ArrayList<>());
            boolean areAll = false;
            try {
                for (Servers.Running server : servers) {
                    joined.audiences.add(Audience.join(server.room(), each));
                }
                areAll = true;
                return joined;
            } finally {
                if (!areAll) {
                    joined.close();
                }
            }
        }

        void sending(long seq) {
            audiences.forEach(audience -> audience.sending(seq));
        }

        void awaitNewest(long seq) throws IOException, InterruptedException {
            for (Audience audience : audiences) {
                audience.awaitNewest(seq);
            }
        }

        Latencies counts() {
            var all = new Latencies();
            audiences.forEach(audience -> all.add(audience.counts()));
            return all;
        }

        @Override
        public void close() {
            audiences.forEach(Audience::close);
        }
    }

    private static double cpuSeconds(List<Servers.Running> servers) throws IOException {
        double sum = 0;
        for (Servers.Running server : servers) {
            sum += server.process().cpuSeconds();
        }
        return sum;
    }

    private static double rssMib(List<Servers.Running> servers) throws IOException {
        double sum = 0;
        for (Servers.Running server : servers) {
            sum += server.process().rssMib();
        }
        return sum;
    }

    /** With {@link #attendees} at each of several servers that share their rooms; the presenter is at the first. */
    Outcome on(List<Servers.Running> servers, HttpClient client, LoadWatcher watch)
            throws IOException, InterruptedException {
        int connections = (int) Math.ceil(perSecond / PER_CONNECTION);
        try (var audience = Everybody.join(servers, attendees);
                var driver = Driver.join(client, servers.get(0).room(), connections)) {
            audience.audiences().forEach(each -> each.beatEvery(warmUpBeat));
            drive(driver, audience, warmUp, LoadWatcher.NONE);
            audience.audiences().forEach(each -> each.beatEvery(Audience.HEARTBEAT));
            long before = driver.seq();
            audience.audiences().forEach(each -> each.countFrom(before + 1));
            double cpu = cpuSeconds(servers);
            long began = System.nanoTime();
            drive(driver, audience, counted, watch);
            long expected = (driver.seq() - before) * attendees * servers.size();
            audience.awaitNewest(driver.seq());
            double seconds = (System.nanoTime() - began) / NANOS;
            cpu = cpuSeconds(servers) - cpu;
            var latencies = audience.counts();
            return new Outcome(
                    attendees * servers.size(),
                    latencies.count(),
                    expected - latencies.count(),
                    seconds,
                    latencies,
                    cpu,
                    rssMib(servers));
        }
    }

    /** Steps at most {@code perSecond} times per second. A late step does not make the following ones come faster. */
    private void drive(Driver driver, Everybody audience, Duration time, LoadWatcher watch)
            throws IOException, InterruptedException {
        long interval = (long) (NANOS / perSecond);
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()) {
            long moved = System.nanoTime();
            driver.move(audience::sending);
            if (waits) {
                audience.awaitNewest(driver.seq());
            }
            watch.at(Duration.ofNanos(System.nanoTime() - began));
            TimeUnit.NANOSECONDS.sleep(interval - (System.nanoTime() - moved));
        }
    }
}
