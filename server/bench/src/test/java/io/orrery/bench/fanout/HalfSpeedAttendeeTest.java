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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attendee on a real connection who reads only half of what the room sends. The test counts bytes and states instead
 * of seconds, so it does not depend on the machine's speed. One state stands for a tenth of a second, the step interval
 * of {@code bench fanout}.
 */
class HalfSpeedAttendeeTest {
    private static final int STEPS = 120;

    /** Steps before this one fill the buffers on the way, and are not counted. */
    private static final int FIRST_COUNTED = 40;

    /** Bytes read per step: a little less than half of a state and its frame of 16 KiB. */
    private static final int HALF = 8 * 1024;

    /** States behind: 1.5 s at ten steps a second. */
    private static final int MOST_BEHIND = 15;

    /** Keeps the presenter below the room's limit of 40 messages a second. */
    private static final int PAUSE_MS = 30;

    private static final int OTHERS = 3;

    private final ByteBuffer buffer = ByteBuffer.allocate(HALF);
    private long newest = -1;

    @Test
    void attendeeAtHalfSpeedStaysNearTheNewestStateAndDelaysNobody(@TempDir Path folder) throws Exception {
        FanoutModel.write(folder);
        var options =
                new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of(folder.toString())), Optional.empty());
        try (Server server = Server.start(options)) {
            LoadedRoom room = LoadedRoom.of(URI.create(server.links().presenter()));
            try (var others = Audience.join(room, OTHERS);
                    var driver = Driver.join(HttpClient.newHttpClient(), room, 1);
                    var channel = SocketChannel.open()) {
                AttendeeConnection slow = joined(channel, room);
                others.countFrom(driver.seq() + 1);
                long mostBehind = 0;
                for (int step = 1; step <= STEPS; step++) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                    driver.move(others::sending);
                    others.awaitNewest(driver.seq());
                    read(channel, slow, HALF);
                    mostBehind = step < FIRST_COUNTED ? 0 : Math.max(mostBehind, driver.seq() - newest);
                }

                assertThat(mostBehind).isBetween(1L, (long) MOST_BEHIND);
                assertThat(others.counts().count()).isEqualTo((long) STEPS * OTHERS);
                // No old states are queued at the server: the rest is what was already in flight.
                while (newest < driver.seq()) {
                    read(channel, slow, 1);
                }
            }
        }
    }

    private AttendeeConnection joined(SocketChannel channel, LoadedRoom room) throws IOException {
        // A fixed receive buffer: the server cannot see data in a buffer that grows.
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

    /** Reads at least {@code bytes} bytes, and at most one buffer more. */
    private void read(SocketChannel channel, AttendeeConnection reader, int bytes) throws IOException {
        for (int taken = 0; taken < bytes; ) {
            buffer.clear().limit(bytes == 1 ? HALF : bytes - taken);
            int count = channel.read(buffer);
            assertThat(count).as("bytes from an open connection").isPositive();
            taken += count;
            reader.take(buffer.flip());
        }
    }
}
