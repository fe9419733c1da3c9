package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cluster.SharedServers.Person;
import io.orrery.tools.NatsServers;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms on three servers of NATS, of which one is lost, and many rooms on one. */
class NatsLoadTest {
    private static final int ROOMS = 1000;

    @Test
    void stepsWaitWhileTheServerThatLeadsTheLogIsLostAndNobodyIsSentAway() throws Exception {
        try (var servers = new SharedServers(NatsServers.three())) {
            // They start at the same moment, and have one room of their own together.
            CompletableFuture<RunningServer> starting = CompletableFuture.supplyAsync(() -> server(servers));
            RunningServer first = servers.server();
            RunningServer second = starting.get();
            assertThat(second.code()).isEqualTo(first.code());
            Person presenter = servers.presenter(second);
            Person attendee = servers.attendee(first);
            presenter.answered(presenter.steps());
            servers.nats.kill(servers.nats.leader("orrery_orrery_rooms").orElseThrow());
            String waits = presenter.steps();
            presenter.answered(waits);
            attendee.reaches(presenter.seen());
            presenter.answered(presenter.steps());
            attendee.reaches(presenter.seen());
            assertThat(attendee.step()).isEqualTo(presenter.step());
        }
    }

    @Test
    void quietRoomsCostNoWrites() throws Exception {
        var hosting = new Hosting(Optional.empty(), Optional.empty(), true, ROOMS * 2, Duration.ofHours(1), List.of());
        try (var servers = new SharedServers(NatsServers.one());
                var nats = Nats.open(new ClusterOptions(servers.nats.urls()))) {
            RunningServer server = servers.server(hosting);
            String key =
                    "Bearer " + nats.bucket("rooms").get("cluster.operator").getValueAsString();
            IntStream.range(0, ROOMS).parallel().forEach(i -> opens(server, key));
            // The room that the server opens itself has the same two messages: the owner's first, and the opening.
            long log = 2 * (ROOMS + 1);
            while (last(nats, "orrery_orrery_rooms") < log) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            long records = last(nats, "KV_orrery_orrery_rooms");
            long leases = last(nats, "KV_orrery_orrery_nodes");
            while (last(nats, "KV_orrery_orrery_nodes") < leases + 3) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(last(nats, "orrery_orrery_rooms")).isEqualTo(log);
            assertThat(last(nats, "KV_orrery_orrery_rooms")).isEqualTo(records);
        }
    }

    private static RunningServer server(SharedServers servers) {
        try {
            return servers.server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void opens(RunningServer server, String key) {
        try {
            assertThat(server.post("/api/rooms", "{}", "Authorization", key).statusCode())
                    .isEqualTo(201);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long last(Nats nats, String stream) throws Exception {
        return nats.management().getStreamInfo(stream).getStreamState().getLastSequence();
    }
}
