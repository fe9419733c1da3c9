package io.orrery.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cluster.SharedServers.Person;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers that share a room: people on both, the room's moves between them, and the fence of its log. */
class SharedRoomsTest {
    private SharedServers servers;
    private RunningServer first;
    private RunningServer second;

    @BeforeEach
    void start() throws Exception {
        servers = new SharedServers(NatsServers.one());
        first = servers.server();
        second = servers.server();
    }

    @AfterEach
    void stop() throws Exception {
        Faults.watch((point, room) -> {});
        servers.close();
    }

    @Test
    void anyServerServesAnyAttendeeOfAnyRoom() throws Exception {
        assertThat(second.code()).as("the servers have one room of their own").isEqualTo(first.code());
        assertThat(second.key()).isEqualTo(first.key());
        Person presenter = servers.presenter(second);
        Person attendee = servers.attendee(first);
        Person other = servers.attendee(second);
        // The presenter sees people of all servers: told before any answer, which would pass over it.
        presenter
                .socket()
                .next(message -> message.path("type").asText().equals("people")
                        && message.path("count").asInt() == 2);
        presenter.answered(presenter.steps());
        presenter.answered(presenter.steps());
        attendee.reaches(presenter.seen());
        other.reaches(presenter.seen());
        assertThat(attendee.step()).isEqualTo(presenter.step());
        assertThat(other.step()).isEqualTo(presenter.step());
        // The same numbers from either, also of a trace that only one was asked for.
        String trace = RunningServer.id(first.trace("CAB"));
        assertThat(second.get("/api/traces/" + trace).body())
                .isEqualTo(first.get("/api/traces/" + trace).body());
        // What needs a key is known everywhere.
        assertThat(first.get("/api/rooms/" + first.code() + "/afterwards", "Authorization", "Bearer " + first.key())
                        .statusCode())
                .isEqualTo(200);
        assertThat(second.get("/api/rooms/" + first.code() + "/afterwards", "Authorization", "Bearer " + first.key())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRemoteControlMovesTheRoomThroughEachServerAndARepeatThroughAnotherIsDoneOnce() throws Exception {
        Person presenter = servers.presenter(second);
        Person attendee = servers.attendee(first);
        HttpResponse<byte[]> made =
                second.post("/api/rooms/" + second.code() + "/remote", "{}", "Authorization", "Bearer " + second.key());
        String key = RunningServer.json(made).get("key").textValue();
        presenter.reaches(next(second, key, "out of the lobby"));
        long moved = next(second, key, "one");
        presenter.reaches(moved);
        attendee.reaches(moved);
        assertThat(attendee.step()).isEqualTo("cut");

        assertThat(next(first, key, "one"))
                .as("the number of the change that it made")
                .isEqualTo(moved);
        assertThat(next(first, key, "two")).isGreaterThan(moved);
        attendee.reaches(moved + 1);
        assertThat(attendee.step()).isEqualTo("embed");
    }

    /** Moves the room to the next step through a server. @return the number of the change */
    private static long next(RunningServer server, String key, String id) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/api/rooms/" + server.code() + "/commands",
                "{\"do\":\"next\"}",
                "Authorization",
                "Bearer " + key,
                "Idempotency-Key",
                id);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return RunningServer.json(answer).get("seq").longValue();
    }

    @Test
    void aServerThatStopsHandsItsRoomsOverAndNobodyElsewhereIsSentAway() throws Exception {
        Person presenter = servers.presenter(second);
        Person moving = servers.attendee(first);
        presenter.answered(presenter.steps());
        moving.reaches(presenter.seen());
        // The next owner fails where its record is written, and where its epoch is in the log.
        var failed = EnumSet.noneOf(Faults.Point.class);
        Faults.watch((point, room) -> {
            if (EnumSet.of(Faults.Point.RECORDED, Faults.Point.TAKEN).contains(point) && failed.add(point)) {
                throw new IllegalStateException("as the test wants at " + point);
            }
        });
        servers.stop(first);
        assertThat(moving.socket().closeCode()).isEqualTo(1012);
        moving.comes(second::socket);
        // The page that was on the other server has the same connection.
        presenter.answered(presenter.steps());
        moving.reaches(presenter.seen());
        assertThat(moving.step()).isEqualTo(presenter.step());
        assertThat(failed).contains(Faults.Point.RECORDED, Faults.Point.TAKEN);
    }

    @Test
    void aRoomWhoseHandOverBreaksOffIsTakenAgain() throws Exception {
        Person presenter = servers.presenter(second);
        presenter.answered(presenter.steps());
        var broken = new CountDownLatch(1);
        Faults.watch((point, room) -> {
            if (point == Faults.Point.STOPPED && broken.getCount() > 0) {
                broken.countDown();
                throw new IllegalStateException("as the test wants");
            }
        });
        move();
        broken.await();
        presenter.answered(presenter.steps());
        move();
        presenter.answered(presenter.steps());
        Person attendee = servers.attendee(first);
        assertThat(attendee.step()).isEqualTo(presenter.step());
    }

    /** Moves the room to the second server, as the operator's page of the first does, once that has heard of both. */
    private void move() throws Exception {
        String key = "Bearer " + servers.operatorKey();
        while (true) {
            JsonNode all = RunningServer.json(first.get("/api/rooms", "Authorization", key));
            for (JsonNode server : all.get("servers")) {
                if (server.get("host")
                                .textValue()
                                .endsWith(":" + second.server().port())
                        && all.get("rooms").findValuesAsText("code").contains(first.code())) {
                    String node = server.get("node").textValue();
                    first.post("/api/rooms/" + first.code() + "/move", "{'node':'" + node + "'}", "Authorization", key);
                    return;
                }
            }
            Thread.sleep(20);
        }
    }

    @Test
    void aServerThatCannotReachNatsShowsWhatItHasSaysSoAndGoesOnAfter() throws Exception {
        Person presenter = servers.presenter(first);
        Person attendee = servers.attendee(second);
        presenter.answered(presenter.steps());
        attendee.reaches(presenter.seen());
        servers.nats.kill(0);
        assertThat(attendee.socket().next("error").toString()).contains("cut-off");
        assertThat(presenter.socket().next("error").toString()).contains("cut-off");
        // A restart would not help it, and nobody new is sent to it.
        assertThat(first.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(first.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(RunningServer.json(first.get("/readyz")).get("status").textValue())
                .isEqualTo("cut-off");
        String refused = presenter.steps();
        assertThat(presenter.socket().next("refused").get("id").textValue()).isEqualTo(refused);
        servers.nats.start(0);
        presenter.socket().next(message -> message.toString().contains("not-cut-off"));
        while (first.get("/readyz").statusCode() != 200) {
            Thread.sleep(20);
        }
        presenter.answered(presenter.steps());
        attendee.reaches(presenter.seen());
        assertThat(attendee.step()).isEqualTo(presenter.step());
    }
}
