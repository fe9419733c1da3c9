package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cluster.SharedServers.Person;
import io.orrery.model.ModelReference;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that share their rooms, and whose clocks differ. Each test is a cluster of its own on one server of NATS. */
class UnequalServersTest {
    private static final double HOUR = TimeUnit.HOURS.toMillis(1);

    private static SharedServers pages;

    private final List<RunningServer> servers = new ArrayList<>();

    @BeforeAll
    static void startNats() throws Exception {
        pages = new SharedServers(NatsServers.one());
    }

    @AfterAll
    static void stopNats() throws Exception {
        pages.close();
    }

    @AfterEach
    void stop() {
        servers.forEach(RunningServer::close);
    }

    private static ClusterOptions cluster(String name) {
        return new ClusterOptions(pages.nats.urls(), Optional.empty(), Optional.empty(), name);
    }

    private RunningServer server(String cluster, double aheadMs) throws Exception {
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                .withCluster(cluster(cluster));
        RunningServer server = RunningServer.at(System.currentTimeMillis() + aheadMs, options);
        servers.add(server);
        return server;
    }

    private void stop(RunningServer server) {
        servers.remove(server);
        server.close();
    }

    /** Moves a room as the operator's page does. */
    private static void move(String cluster, RunningServer at, RunningServer to) throws Exception {
        try (var nats = Nats.open(cluster(cluster))) {
            String key =
                    "Bearer " + nats.bucket("rooms").get("cluster.operator").getValueAsString();
            for (String node : nats.bucket("nodes").keys()) {
                String lease = nats.bucket("nodes").get(node).getValueAsString();
                if (lease.contains(":" + to.server().port() + "\"")) {
                    at.post("/api/rooms/" + at.code() + "/move", "{'node':'" + node + "'}", "Authorization", key);
                }
            }
        }
    }

    private static List<Row> log(String cluster, RunningServer server) throws Exception {
        try (var nats = Nats.open(cluster(cluster))) {
            return RoomStream.read(nats, nats.stream("rooms"), new RoomCode(server.code()), true)
                    .rows();
        }
    }

    /** Between an hour and none, whatever the machine does meanwhile. */
    private static void isAboutNow(double clock) {
        assertThat(Math.abs(clock - System.currentTimeMillis())).isLessThan(HOUR / 2);
    }

    @Test
    void aRoomsClockGoesOnWithOwnersWhoseClocksDifferByAnHour() throws Exception {
        String cluster = "clocks";
        RunningServer first = server(cluster, 0);
        RunningServer ahead = server(cluster, HOUR);
        Person presenter =
                pages.new Person(ahead::socket, first.code(), "'view':'presenter','key':'" + first.key() + "'");
        presenter.socket().says("{'type':'ping','t':1}");
        isAboutNow(presenter.socket().next("pong").get("serverTime").doubleValue());
        presenter.answered(presenter.steps());

        // Its people are on the server that takes the room, which has followed the owner's clock.
        stop(first);
        isAboutNow(presenter.answered(presenter.steps()).get("start").doubleValue());
        presenter.socket().says("{'type':'ping','t':2}");
        isAboutNow(presenter.socket().next("pong").get("serverTime").doubleValue());

        // Nobody is on this one, which knows the room's clock from the log alone.
        RunningServer behind = server(cluster, -HOUR);
        move(cluster, ahead, behind);
        presenter.answered(presenter.steps());
        stop(ahead);
        presenter.comes(behind::socket);
        presenter.answered(presenter.steps());

        List<Row> rows = log(cluster, behind);
        for (int i = 0; i < rows.size(); i++) {
            isAboutNow(rows.get(i).at());
            assertThat(rows.get(i).at())
                    .isGreaterThanOrEqualTo(rows.get(Math.max(0, i - 1)).at());
        }
    }
}
