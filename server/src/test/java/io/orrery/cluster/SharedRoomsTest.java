package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cluster.SharedServers.Person;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
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
        servers.close();
    }

    @Test
    void anyServerServesAnyAttendeeOfAnyRoom() throws Exception {
        assertThat(second.code()).as("the servers have one room of their own").isEqualTo(first.code());
        assertThat(second.key()).isEqualTo(first.key());
        Person presenter = servers.presenter(second);
        Person attendee = servers.attendee(first);
        Person other = servers.attendee(second);
        presenter.answered(presenter.steps());
        presenter.answered(presenter.steps());
        attendee.reaches(presenter.seen());
        other.reaches(presenter.seen());
        assertThat(attendee.step()).isEqualTo(presenter.step());
        assertThat(other.step()).isEqualTo(presenter.step());
        // The presenter sees people of all servers.
        presenter
                .socket()
                .next(message -> message.path("type").asText().equals("people")
                        && message.path("count").asInt() == 2);
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
    void aServerThatStopsHandsItsRoomsOverAndNobodyElsewhereIsSentAway() throws Exception {
        Person presenter = servers.presenter(second);
        Person moving = servers.attendee(first);
        presenter.answered(presenter.steps());
        moving.reaches(presenter.seen());
        servers.stop(first);
        assertThat(moving.socket().closeCode()).isEqualTo(1012);
        moving.comes(second::socket);
        // The page that was on the other server has the same connection.
        presenter.answered(presenter.steps());
        moving.reaches(presenter.seen());
        assertThat(moving.step()).isEqualTo(presenter.step());
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
        String refused = presenter.steps();
        assertThat(presenter.socket().next("refused").get("id").textValue()).isEqualTo(refused);
        servers.nats.start(0);
        presenter.socket().next(message -> message.toString().contains("not-cut-off"));
        presenter.answered(presenter.steps());
        attendee.reaches(presenter.seen());
        assertThat(attendee.step()).isEqualTo(presenter.step());
    }
}
