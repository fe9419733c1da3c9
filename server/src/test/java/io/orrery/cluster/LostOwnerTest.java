package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.cluster.SharedServers.Person;
import io.orrery.cluster.SharedServers.ServerProcess;
import io.orrery.room.access.RoomCode;
import io.orrery.room.log.Row;
import io.orrery.room.storage.SavedPerson;
import io.orrery.tools.NatsServers;
import io.orrery.tools.Signals;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The owner of a room is paused, goes on, and is killed, while people of it are on other servers. */
class LostOwnerTest {
    private SharedServers servers;

    @BeforeEach
    void start() throws Exception {
        servers = new SharedServers(NatsServers.one());
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    @Test
    void aRoomGoesOnWhenItsOwnerIsPausedAndWhenItIsKilled() throws Exception {
        ServerProcess owner = servers.new ServerProcess();
        ServerProcess other = servers.new ServerProcess();
        assertThat(other.code).isEqualTo(owner.code);
        Person presenter =
                servers.new Person(other::socket, owner.code, "'view':'presenter','key':'" + owner.key + "'");
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
        move(other, owner, code);
        String moved = presenter.steps();
        presenter.answered(moved);
        owner.process.destroyForcibly().waitFor();
        String killed = presenter.steps();
        presenter.answered(killed);
        Person late = servers.new Person(other::socket, owner.code, "'view':'attendee'");
        assertThat(late.step()).isEqualTo(presenter.step());

        List<Row> rows = servers.log(code).rows();
        for (String id : List.of(paused, moved, killed)) {
            assertThat(rows.stream().filter(row -> row.json().contains("\"id\":\"" + id + "\"")))
                    .as("done once: %s", id)
                    .hasSize(1);
        }
        for (int i = 1; i < rows.size(); i++) {
            assertThat(rows.get(i).seq()).isEqualTo(rows.get(i - 1).seq() + 1);
        }
    }

    /** To remove who drives stores that the person was removed, and then an entry: nobody drives. The owner ends between the two. */
    @Test
    void ofACommandWithinWhichItsOwnerEndsNothingIsStoredUntilItIsRepeated() throws Exception {
        ServerProcess owner =
                servers.new ServerProcess(FailingServer.class.getName(), Faults.Point.DECIDED.name(), "2");
        ServerProcess other = servers.new ServerProcess();
        var code = new RoomCode(owner.code);
        Person presenter =
                servers.new Person(other::socket, owner.code, "'view':'presenter','key':'" + owner.key + "'");
        Person driver = servers.new Person(other::socket, owner.code, "'view':'presenter','key':'" + owner.coKey + "'");
        presenter.answered(presenter.gives("'do':'offer-wheel','to':'" + driver.id() + "'"));
        driver.answered(driver.gives("'do':'take-wheel'"));
        presenter.reaches(driver.seen());
        RoomContents before = servers.log(code);
        try (var arms = owner.process.getOutputStream()) {
            arms.write('\n');
        }
        String removes = presenter.gives("'do':'kick','person':'" + driver.id() + "'");
        assertThat(owner.process.waitFor()).isEqualTo(FailingServer.KILLED);
        RoomContents between = servers.log(code);
        assertThat(between.people()).isEqualTo(before.people());
        assertThat(between.rows()).isEqualTo(before.rows());
        // The front gives the command to the next owner, which has not heard of it.
        JsonNode answer = presenter.answered(removes);
        assertThat(answer.at("/state/wheel/freeAt").doubleValue()).isPositive();
        assertThat(driver.socket().closeCode()).isEqualTo(4403);
        RoomContents after = servers.log(code);
        assertThat(after.people().stream().filter(SavedPerson::kicked)).hasSize(1);
        assertThat(after.rows().get(after.rows().size() - 1).json()).contains("\"freeAt\":1");
        assertThat(after.answers().stream().filter(each -> each.answer().lines().anyMatch(removes::equals)))
                .as("known as done")
                .hasSize(1);
    }

    /** Moves the room from one server to another, as the operator's page does. */
    private static void move(ServerProcess from, ServerProcess to, RoomCode code) throws Exception {
        for (JsonNode server : from.asks("/api/rooms", "").get("servers")) {
            if (to.isAt(server.get("host").textValue())) {
                from.asks(
                        "/api/rooms/" + code.text() + "/move",
                        "{'node':'" + server.get("node").textValue() + "'}");
            }
        }
    }
}
