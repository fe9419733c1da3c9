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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The owner of a room is paused, goes on, and ends within a command, while people of the room are on another server. */
class LostOwnerTest {
    /**
     * To remove who drives stores that the person was removed, and then an entry: nobody drives. The owner is paused and goes on first; at last it ends between
     * these two.
     */
    @Test
    void ofACommandWithinWhichItsOwnerEndsNothingIsStoredUntilItIsRepeated() throws Exception {
        try (var servers = new SharedServers(NatsServers.one())) {
            ServerProcess owner =
                    servers.new ServerProcess(FailingServer.class.getName(), Faults.Point.DECIDED.name(), "2");
            ServerProcess other = servers.new ServerProcess();
            assertThat(other.code).isEqualTo(owner.code);
            var code = new RoomCode(owner.code);
            Person presenter = servers.person(other, "'view':'presenter','key':'" + owner.key + "'");
            Person driver = servers.person(other, "'view':'presenter','key':'" + owner.coKey + "'");
            Person there = servers.person(owner, "'view':'attendee'");

            Signals.send("STOP", owner.process.pid());
            String paused = presenter.steps();
            presenter.answered(paused);
            // The one that was paused steps down: its people follow the new owner, over the same connections.
            Signals.send("CONT", owner.process.pid());
            there.reaches(presenter.seen());
            assertThat(there.step()).isEqualTo(presenter.step());
            move(other, owner, code);
            String moved = presenter.steps();
            presenter.answered(moved);
            there.reaches(presenter.seen());

            presenter.answered(presenter.gives("'do':'offer-wheel','to':'" + driver.id() + "'"));
            driver.answered(driver.gives("'do':'take-wheel'"));
            presenter.reaches(driver.seen());
            RoomContents before = servers.log(code);
            try (var arms = owner.process.getOutputStream()) {
                arms.write('\n');
            }
            assertThat(owner.says.readLine()).isEqualTo(FailingServer.ARMED);
            String removes = presenter.gives("'do':'kick','person':'" + driver.id() + "'");
            owner.process.waitFor();
            assertThat(owner.process.exitValue()).isEqualTo(FailingServer.KILLED);
            RoomContents between = servers.log(code);
            assertThat(between.people()).isEqualTo(before.people());
            assertThat(between.rows()).isEqualTo(before.rows());
            // The front gives the command to the next owner, which has not heard of it.
            JsonNode answer = presenter.answered(removes);
            assertThat(answer.at("/state/wheel/freeAt").doubleValue()).isPositive();
            assertThat(driver.socket().closeCode()).isEqualTo(4403);

            RoomContents after = servers.log(code);
            assertThat(after.people().stream().filter(SavedPerson::kicked)).hasSize(1);
            List<Row> rows = after.rows();
            assertThat(rows.get(rows.size() - 1).json()).contains("\"freeAt\":1");
            assertThat(after.answers().stream()
                            .filter(each -> each.answer().lines().anyMatch(removes::equals)))
                    .as("known as done")
                    .hasSize(1);
            for (String id : List.of(paused, moved)) {
                assertThat(rows.stream().filter(row -> row.json().contains("\"id\":\"" + id + "\"")))
                        .as("done once: %s", id)
                        .hasSize(1);
            }
            assertThat(rows.stream().map(Row::seq))
                    .isEqualTo(IntStream.rangeClosed(1, rows.size())
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }

    /** Moves a room from one server to another, as the operator's page does: again if that one does not take it in time. */
    private static void move(ServerProcess from, ServerProcess to, RoomCode code) throws Exception {
        while (true) {
            JsonNode all = from.asks("/api/rooms", "");
            String node = "";
            for (JsonNode server : all.get("servers")) {
                node = to.isAt(server.get("host").textValue())
                        ? server.get("node").textValue()
                        : node;
            }
            String owner = "";
            for (JsonNode room : all.get("rooms")) {
                owner = room.get("code").textValue().equals(code.text())
                        ? room.get("node").textValue()
                        : owner;
            }
            if (!node.isEmpty() && owner.equals(node)) {
                return;
            }
            if (!node.isEmpty() && !owner.isEmpty()) {
                from.asks("/api/rooms/" + code.text() + "/move", "{'node':'" + node + "'}");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
