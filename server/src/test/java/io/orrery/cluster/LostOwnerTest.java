package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cluster.SharedServers.Person;
import io.orrery.cluster.SharedServers.ServerProcess;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import io.orrery.tools.NatsServers;
import io.orrery.tools.Signals;
import io.orrery.web.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner of a room is paused, goes on, and is killed, while people of it are on other servers. */
class LostOwnerTest {
    private static final Logger LOG = LoggerFactory.getLogger(LostOwnerTest.class);

    @Test
    void aRoomGoesOnWhenItsOwnerIsPausedAndWhenItIsKilled() throws Exception {
        try (var servers = new SharedServers(NatsServers.one())) {
            ServerProcess owner = servers.new ServerProcess();
            RunningServer other = servers.server();
            assertThat(other.code()).isEqualTo(owner.code);
            Person presenter = servers.presenter(other);
            Person there = servers.new Person(owner::socket, owner.code, "'view':'attendee'");
            presenter.answered(presenter.steps());
            there.reaches(presenter.seen());

            Signals.send("STOP", owner.process.pid());
            String paused = presenter.steps();
            presenter.answered(paused);
            // The one that was paused steps down: its people follow the new owner, over the same connections.
            Signals.send("CONT", owner.process.pid());
            there.reaches(presenter.seen());
            assertThat(there.step()).isEqualTo(presenter.step());

            var code = new RoomCode(owner.code);
            move(servers, other, code);
            String moved = presenter.steps();
            presenter.answered(moved);
            long killedAt = System.nanoTime();
            owner.process.destroyForcibly().waitFor();
            String killed = presenter.steps();
            presenter.answered(killed);
            LOG.warn("The room went on {} ms after its owner was killed", (System.nanoTime() - killedAt) / 1_000_000);
            Person late = servers.attendee(other);
            assertThat(late.step()).isEqualTo(presenter.step());

            List<Row> rows = rows(servers, code);
            for (String id : List.of(paused, moved, killed)) {
                assertThat(rows.stream().filter(row -> row.json().contains("\"id\":\"" + id + "\"")))
                        .as("done once: %s", id)
                        .hasSize(1);
            }
            for (int i = 1; i < rows.size(); i++) {
                assertThat(rows.get(i).seq()).isEqualTo(rows.get(i - 1).seq() + 1);
            }
        }
    }

    /** Moves the room from the server in this process to the only other one. */
    private static void move(SharedServers servers, RunningServer from, RoomCode code) throws Exception {
        try (var nats = Nats.open(new ClusterOptions(servers.nats.urls()))) {
            String key = nats.bucket("rooms").get("cluster.operator").getValueAsString();
            String owner = nats.bucket("rooms").get("owner." + code.text()).getValueAsString();
            String to = nats.bucket("nodes").keys().stream()
                    .filter(node -> !owner.contains(node))
                    .findFirst()
                    .orElseThrow();
            // As the operator's page does.
            var response = from.post(
                    "/api/rooms/" + code.text() + "/move", "{'node':'" + to + "'}", "Authorization", "Bearer " + key);
            assertThat(response.statusCode())
                    .as(new String(response.body(), StandardCharsets.UTF_8))
                    .isLessThan(300);
        }
    }

    private static List<Row> rows(SharedServers servers, RoomCode code) throws Exception {
        try (var nats = Nats.open(new ClusterOptions(servers.nats.urls()))) {
            return RoomStream.read(nats, nats.stream("rooms"), code, true).rows();
        }
    }
}
