package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.recording.Recording.Access;
import io.orrery.room.recording.Recordings;
import io.orrery.room.recording.RecordingsContract;
import io.orrery.tools.NatsServers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsRecordingsTest extends RecordingsContract {
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static NatsServers servers;

    private Nats nats;

    @BeforeAll
    static void start() throws Exception {
        servers = NatsServers.one();
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    /** Each test has a cluster of its own. */
    @BeforeEach
    void connect() {
        nats = Nats.open(new ClusterOptions(
                servers.urls(), Optional.empty(), Optional.empty(), "test" + CLUSTERS.incrementAndGet()));
    }

    /** Streams of earlier tests would slow the next ones down. */
    @AfterEach
    void deleteStreams() throws Exception {
        for (String name : nats.management().getStreamNames()) {
            nats.management().deleteStream(name);
        }
        nats.close();
    }

    @Override
    protected NatsRecordings open() {
        return NatsRecordings.open(nats, 1 << 20);
    }

    @Override
    protected void close(Recordings recordings) {
        ((NatsRecordings) recordings).close();
    }

    private static void await(BooleanSupplier until) throws InterruptedException {
        while (!until.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void otherNodesFindWhatOneRecordsAndWhatItErases() throws Exception {
        try (var here = open();
                var there = open()) {
            fill(here, "one");
            await(() -> there.find("one").isPresent());
            assertThat(text(here, "one", 1)).isEqualTo(text(there, "one", 1));
            assertThat(there.contents("one")).isEqualTo(here.contents("one"));
            there.put(recording("one", Access.OPEN));
            await(() -> here.find("one").orElseThrow().access() == Access.OPEN);
            here.erase("one");
            await(() -> there.find("one").isEmpty());
            assertThat(there.bytes()).isZero();
        }
    }

    /** A node that was cut off, and does not know it, goes on to record a room that another node records now. */
    @Test
    void nodeThatComesBackLateAddsNoRowsToTheStretchOfTheNewOwner() throws Exception {
        try (var old = open();
                var owner = open()) {
            fill(old, "one");
            assertThat(text(old, "one", 1)).isEqualTo("[{\"t\":50}]");
            int next = owner.contents("one").orElseThrow().stretches().size();
            owner.append("one", next, 0, 60, "{\"t\":60,\"by\":\"owner\"}");
            assertThat(text(owner, "one", next)).contains("owner");
            old.append("one", next, 0, 55, "{\"t\":55,\"by\":\"old\"}");
            assertThat(text(old, "one", next)).isEqualTo("[{\"t\":60,\"by\":\"owner\"}]");
            owner.append("one", next, 1, 70, "{\"t\":70}");
            assertThat(text(owner, "one", next)).isEqualTo("[{\"t\":60,\"by\":\"owner\"},\n{\"t\":70}]");
            assertThat(old.isFailing()).isFalse();
        }
    }

    @Test
    void whatIsRecordedWhileTheServerIsAwayIsWrittenOnceWhenItIsBack() throws Exception {
        try (var recordings = open()) {
            fill(recordings, "one");
            assertThat(text(recordings, "one", 1)).isEqualTo("[{\"t\":50}]");
            servers.kill(0);
            recordings.append("one", 1, 1, 60, "{\"t\":60}");
            await(recordings::isFailing);
            servers.start(0);
            await(() -> !recordings.isFailing());
            assertThat(text(recordings, "one", 1)).isEqualTo("[{\"t\":50},\n{\"t\":60}]");
        }
    }

    @Test
    void whatIsErasedAndReplacedIsNowhereOnTheServersDiskFromThenOn() throws Exception {
        try (var recordings = open()) {
            fill(recordings, "one");
            fill(recordings, "two");
            assertThat(text(recordings, "two", 0)).contains("zebra");
            assertThat(servers.onDisk()).contains("zebra");

            recordings.erase("one");
            recordings.replace("two", 0, "[{\"t\":0}]".getBytes(StandardCharsets.UTF_8));
            recordings.scrub();

            assertThat(servers.onDisk()).doesNotContain("zebra").contains("An evening");
        }
    }
}
