package io.orrery.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.room.storage.RoomsCopy;
import io.orrery.room.storage.StoredContents;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import io.orrery.tools.NatsServers;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a real server is copied into a cluster, goes on there, and comes out again. */
class TransferTest {
    @TempDir
    private Path temporary;

    private ServerOptions options() {
        return new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of("nano-sort")),
                Optional.empty(),
                new Hosting(
                        Optional.of(temporary.resolve("from")),
                        Optional.empty(),
                        false,
                        Hosting.DEFAULT_MOST_ROOMS,
                        Duration.ofHours(24),
                        List.of()));
    }

    private DataFolder folder(String name) {
        return DataFolder.open(temporary.resolve(name), LogLimits.KEEP_ALL);
    }

    private static JsonNode after(TestSocket presenter, String id, String command) throws Exception {
        presenter.says("{'type':'command','id':'" + id + "'," + command + "}");
        return presenter.next(message -> message.path("by").asText().equals(id));
    }

    @Test
    void folderIsCopiedIntoAClusterGoesOnThereAndComesOutAgain() throws Exception {
        String code;
        String key;
        String step;
        try (var server = new RunningServer(options())) {
            code = server.code();
            key = server.key();
            TestSocket presenter =
                    server.socket(code).says("{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}");
            long at = presenter.next("welcome").get("seq").longValue();
            TestSocket attendee = server.socket(code).says("{'type':'hello','v':1,'view':'attendee','name':'Ada'}");
            attendee.next("welcome");
            at = after(presenter, "a", "'at':" + at + ",'do':'record','people':true")
                    .get("seq")
                    .longValue();
            at = after(presenter, "b", "'at':" + at + ",'do':'next'").get("seq").longValue();
            step = after(presenter, "c", "'at':" + at + ",'do':'next'")
                    .at("/state/cursor/step")
                    .asText();
        }
        try (var nats = NatsServers.one()) {
            var others = new ClusterOptions(nats.urls());
            List<Object> before;
            try (var from = folder("from")) {
                before = StoredContents.of(from.storage());
                assertThat(before).as("a room, its log, and a recording").hasSizeGreaterThan(5);
                assertThat(Transfer.in(from, others)).isEqualTo(new Transfer.Done(new RoomsCopy.Done(1, 1, 0), false));
                assertThat(Transfer.in(from, others).copied()).isEqualTo(new RoomsCopy.Done(0, 0, 2));
            }
            try (var to = folder("to")) {
                assertThat(Transfer.out(others, to)).isEqualTo(new Transfer.Done(new RoomsCopy.Done(1, 1, 0), false));
                assertThat(StoredContents.of(to.storage())).containsExactlyElementsOf(before);
                try (var from = folder("from")) {
                    assertThat(to.operatorKey()).isEqualTo(from.operatorKey());
                }
            }
            // The links are as they were, and the room goes on where it was.
            try (var server = new RunningServer(
                    new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                            .withCluster(others))) {
                assertThat(server.code()).isEqualTo(code);
                assertThat(server.key()).isEqualTo(key);
                TestSocket presenter =
                        server.socket(code).says("{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}");
                assertThat(presenter.next("welcome").at("/state/cursor/step").asText())
                        .isEqualTo(step);
            }
        }
    }
}
