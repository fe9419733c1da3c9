package io.orrery.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.ModelReference;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who takes half of what a room says, by a real connection. Counted are bytes and states, not seconds: a state is
 * a tenth of a second of the fan-out bench's presenter.
 */
@Tag("alone")
class HalfSpeedReaderTest {
    private static final int STEPS = 120;

    /** Until then the buffers on the way fill up. */
    private static final int FIRST_COUNTED = 40;

    /** A little less than half of a state and its frame of 16 KiB. */
    private static final int HALF = 8 * 1024;

    /** 1.5 s of a presenter who takes ten steps a second. */
    private static final int MOST_BEHIND = 15;

    /** A room takes 40 messages a second of one person, and this presenter is to be slower. */
    private static final int PAUSE_MS = 30;

    private static final int OTHERS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ByteBuffer buffer = ByteBuffer.allocate(HALF);
    private long newest = -1;

    @Test
    void attendeeAtHalfOfTheFeedsSpeedSeesTheNewestStateSoonAndHoldsUpNobody(@TempDir Path folder) throws Exception {
        FanoutModel.write(folder);
        var options =
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of(folder.toString())), Optional.empty());
        try (Server server = Server.start(options)) {
            Target room = Target.of(URI.create(server.links().presenter()));
            try (var others = Audience.join(room, OTHERS);
                    var driver = Driver.join(HttpClient.newHttpClient(), room, 1);
                    var channel = SocketChannel.open()) {
                AttendeeConnection slow = joined(channel, room);
                others.countFrom(driver.seq() + 1);
                long mostBehind = 0;
                for (int step = 1; step <= STEPS; step++) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    driver.move(others::sending);
                    awaitCount(others, (long) step * OTHERS);
                    read(channel, slow, HALF);
                    mostBehind = step < FIRST_COUNTED ? 0 : Math.max(mostBehind, driver.seq() - newest);
                }

                assertThat(mostBehind).isBetween(1L, (long) MOST_BEHIND);
                assertThat(others.counts().count()).isEqualTo((long) STEPS * OTHERS);
                // Nothing old waits for it: what it still has to read is what was on the way.
                while (newest < driver.seq()) {
                    read(channel, slow, 1);
                }
            }
        }
    }

    private AttendeeConnection joined(SocketChannel channel, Target room) throws IOException {
        // A receive buffer that grows would be a part of the road that no server can see into.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 2 * HALF);
        channel.connect(
                new InetSocketAddress(room.socket().getHost(), room.socket().getPort()));
        var reader = new AttendeeConnection(channel, seq -> newest = seq);
        reader.ask(room);
        while (newest < 0) {
            read(channel, reader, 1);
        }
        return reader;
    }

    /** Reads so many bytes at least, and at most a buffer more. */
    private void read(SocketChannel channel, AttendeeConnection reader, int bytes) throws IOException {
        for (int taken = 0; taken < bytes; ) {
            buffer.clear().limit(bytes == 1 ? HALF : bytes - taken);
            int count = channel.read(buffer);
            assertThat(count).as("bytes from an open connection").isPositive();
            taken += count;
            reader.take(buffer.flip());
        }
    }

    private static void awaitCount(Audience others, long expected) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (others.counted() < expected && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(others.counted()).isEqualTo(expected);
    }
}
