package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cluster.SharedServers.Person;
import io.orrery.cluster.SharedServers.ServerProcess;
import io.orrery.model.ModelReference;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that share their rooms, and whose clocks, models or versions differ. Each test is a cluster of its own on one server of NATS. */
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

    private RunningServer server(String cluster, double aheadMs, String model) throws Exception {
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of(model)), Optional.empty())
                .withCluster(cluster(cluster));
        RunningServer server = RunningServer.at(System.currentTimeMillis() + aheadMs, options);
        servers.add(server);
        return server;
    }

    private RunningServer server(String cluster, double aheadMs) throws Exception {
        return server(cluster, aheadMs, "nano-sort");
    }

    private void stop(RunningServer server) {
        servers.remove(server);
        server.close();
    }

    private static String operatorKey(String cluster) throws Exception {
        try (var nats = Nats.open(cluster(cluster))) {
            return nats.bucket("rooms").get("cluster.operator").getValueAsString();
        }
    }

    /** Whether a move is over. */
    private interface Moved {
        boolean isOver(String owner, String wanted) throws Exception;
    }

    /**
     * Moves the house room to another server as the operator's page does. If that is not there in time, another takes the room, and it is
     * asked again.
     *
     * @param to which it is, by its host
     */
    private static void move(String cluster, RunningServer at, Predicate<String> to, Moved moved) throws Exception {
        String key = "Bearer " + operatorKey(cluster);
        while (true) {
            JsonNode all = RunningServer.json(at.get("/api/rooms", "Authorization", key));
            String wanted = node(
                    all.get("servers"), server -> to.test(server.path("host").asText()));
            String owner =
                    node(all.get("rooms"), room -> room.path("code").asText().equals(at.code()));
            if (moved.isOver(owner, wanted)) {
                return;
            }
            if (!wanted.isEmpty() && !owner.isEmpty() && !owner.equals(wanted)) {
                at.post("/api/rooms/" + at.code() + "/move", "{'node':'" + wanted + "'}", "Authorization", key);
            }
            Thread.sleep(100);
        }
    }

    /** The node of the one among servers or rooms; empty if there is none. */
    private static String node(JsonNode all, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(all.spliterator(), false)
                .filter(wanted)
                .map(each -> each.path("node").asText())
                .findFirst()
                .orElse("");
    }

    private static Predicate<String> host(RunningServer server) {
        return host -> host.endsWith(":" + server.server().port());
    }

    private static void awaitMetric(String cluster, RunningServer at, String name, double least) throws Exception {
        SharedServers.awaitMetric(at, operatorKey(cluster), name, least);
    }

    /** Waits until a server has heard of a room that another one has opened. */
    private static void awaitRoom(String cluster, RunningServer at, String code) throws Exception {
        String key = "Bearer " + operatorKey(cluster);
        while (!RunningServer.json(at.get("/api/rooms", "Authorization", key))
                .get("rooms")
                .findValuesAsText("code")
                .contains(code)) {
            Thread.sleep(20);
        }
    }

    private static List<Row> log(String cluster, RunningServer server) throws Exception {
        try (var nats = Nats.open(cluster(cluster))) {
            return new RoomSubject(nats, nats.stream("rooms"), new RoomCode(server.code()))
                    .read(true)
                    .rows();
        }
    }

    private static int form(String cluster, RunningServer server) throws Exception {
        try (var nats = Nats.open(cluster(cluster))) {
            return new RoomSubject(nats, nats.stream("rooms"), new RoomCode(server.code()))
                    .newest()
                    .form();
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
        move(cluster, ahead, host(behind), String::equals);
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

    private static int closeCode(RunningServer at, String room) throws Exception {
        return at.socket(room).says("{'type':'hello','v':1,'view':'attendee'}").closeCode();
    }

    @Test
    void aServerWithOtherModelsSaysSoAndServesWhatItCan() throws Exception {
        String cluster = "models";
        RunningServer sorting = server(cluster, 0);
        RunningServer telling = server(cluster, 0, "tiny-tales");
        awaitMetric(cluster, telling, "orrery_cluster_differing", 1);
        awaitMetric(cluster, sorting, "orrery_cluster_differing", 1);
        Person presenter =
                pages.new Person(sorting::socket, sorting.code(), "'view':'presenter','key':'" + sorting.key() + "'");
        JsonNode before = presenter.answered(presenter.steps());

        // It cannot show this room: who comes is asked to come again, where a proxy has others to choose from.
        assertThat(closeCode(telling, sorting.code())).isEqualTo(1012);
        awaitMetric(cluster, telling, "orrery_cluster_not_here_total", 1);
        // It is asked to own it, and hands it to one that has the model: the room goes on where it was.
        String key = operatorKey(cluster);
        move(
                cluster,
                sorting,
                host(telling),
                (owner, wanted) -> SharedServers.metric(telling, key, "orrery_cluster_not_here_total") >= 2);
        JsonNode after = presenter.answered(presenter.steps());
        assertThat(after.at("/state/trace"))
                .isEqualTo(before.at("/state/trace"))
                .isNotEmpty();
        assertThat(after.at("/state/cursor")).isNotEqualTo(before.at("/state/cursor"));

        // Of its own model it has rooms, which the other one cannot show.
        JsonNode own =
                RunningServer.json(telling.post("/api/rooms", "{}", "Authorization", "Bearer " + operatorKey(cluster)));
        String code = own.get("code").textValue();
        awaitRoom(cluster, sorting, code);
        telling.socket(code).says("{'type':'hello','v':1,'view':'attendee'}").next("welcome");
        assertThat(closeCode(sorting, code)).isEqualTo(1012);
    }

    @Test
    void aRoomThatANewerVersionWroteIsLeftToServersThatKnowIt() throws Exception {
        String cluster = ClusterOptions.DEFAULT_NAME;
        RunningServer old = server(cluster, 0);
        Person presenter = pages.new Person(old::socket, old.code(), "'view':'presenter','key':'" + old.key() + "'");
        presenter.answered(presenter.steps());

        ServerProcess newer = pages.new ServerProcess("-Dorrery.form=2", "io.orrery.cli.Main");
        move(cluster, old, newer::isAt, (owner, wanted) -> form(cluster, old) == 2);
        assertThat(presenter
                        .socket()
                        .next(message -> message.path("type").asText().equals("error"))
                        .get("code")
                        .textValue())
                .isEqualTo("not-shown-here");
        assertThat(presenter.socket().closeCode()).isEqualTo(1012);
        presenter.comes(newer::socket);
        presenter.answered(presenter.steps());
        String step = presenter.step();
        newer.process.destroy();
        newer.process.waitFor();

        // Nobody owns the room, and the old server does not take it.
        assertThat(closeCode(old, old.code())).isEqualTo(1012);
        awaitMetric(cluster, old, "orrery_cluster_not_here_total", 2);
        assertThat(form(cluster, old)).isEqualTo(2);

        ServerProcess next = pages.new ServerProcess("-Dorrery.form=2", "io.orrery.cli.Main");
        presenter.comes(next::socket);
        assertThat(presenter.step()).isEqualTo(step);
        presenter.answered(presenter.steps());
        assertThat(log(cluster, old).stream().map(Row::seq).toList()).doesNotHaveDuplicates();
    }

    private static void refuses(HttpResponse<byte[]> remote) {
        assertThat(remote.statusCode()).isEqualTo(503);
        assertThat(new String(remote.body(), StandardCharsets.UTF_8)).contains("\"older-owner\"");
    }

    @Test
    void aRemoteControlIsRefusedWhileItsRoomIsOnAServerThatKnowsNone() throws Exception {
        ServerProcess older = pages.new ServerProcess("-Dorrery.lease-without-views=true", "io.orrery.cli.Main");
        JsonNode made = older.asks("/api/rooms", "{}");
        String code = made.get("code").textValue();
        String presenters = SharedServers.key(made, "presenter");
        RunningServer newer = server(ClusterOptions.DEFAULT_NAME, 0);
        Person presenter = pages.new Person(newer::socket, code, "'view':'presenter','key':'" + presenters + "'");
        String room = "/api/rooms/" + code;
        String key = RunningServer.json(newer.post(room + "/remote", "{}", "Authorization", "Bearer " + presenters))
                .get("key")
                .textValue();
        String bearer = "Bearer " + key;
        String next = "{'do':'next','id':'once'}";

        refuses(newer.post(room + "/commands", next, "Authorization", bearer));
        refuses(newer.get(room + "/state", "Authorization", bearer));
        refuses(newer.get(room + "/events", "Authorization", bearer));
        String hello = "{'type':'hello','v':1,'view':'remote','key':'" + key + "'}";
        assertThat(newer.socket(code).says(hello).closeCode()).isEqualTo(4427);
        // The older server was told none of it: the link of the room's other pages goes on, with the same connection.
        presenter.answered(presenter.steps());

        // The server that takes the room knows remote controls.
        older.process.destroy();
        older.process.waitFor();
        presenter.answered(presenter.steps());
        assertThat(newer.post(room + "/commands", next, "Authorization", bearer).statusCode())
                .isEqualTo(200);
        newer.socket(code).says(hello).next("welcome");
    }
}
