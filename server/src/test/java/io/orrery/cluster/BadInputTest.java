package io.orrery.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.StreamConfiguration;
import io.orrery.cli.CommandLineRun;
import io.orrery.cluster.SharedServers.Person;
import io.orrery.model.ModelReference;
import io.orrery.tools.NatsServers;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server is told or finds at NATS that it cannot use: a sentence, and while it runs a figure, and nothing is lost. */
class BadInputTest {
    private static SharedServers pages;
    private static NatsServers broker;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        broker = NatsServers.one(NatsServers.Access.CREDENTIALS);
        pages = new SharedServers(broker);
    }

    @AfterAll
    static void stop() throws Exception {
        pages.close();
    }

    private static ClusterOptions cluster(String name) {
        return new ClusterOptions(broker.urls(), Optional.of(broker.credentials()), Optional.empty(), name);
    }

    /** What {@code serve} says of why it does not start. */
    private static String refusal(String... more) {
        var arguments = new ArrayList<>(
                List.of("serve", "--host", "127.0.0.1", "--port", "0", "--only-model", "--model", "nano-sort"));
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        return run.err();
    }

    private static String refusalIn(String cluster, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--nats",
                broker.urls(),
                "--nats-credentials",
                broker.credentials().toString(),
                "--cluster",
                cluster));
        arguments.addAll(List.of(more));
        return refusal(arguments.toArray(String[]::new));
    }

    @Test
    void serveSaysWhyItCannotShareRooms() throws Exception {
        assertThat(refusal("--nats", "nats://127.0.0.1:1")).contains("No server of NATS answers at nats://127.0.0.1:1");
        assertThat(refusal("--nats", broker.urls())).contains("does not let this server in", "--nats-credentials");
        assertThat(refusal(
                        "--nats",
                        broker.urls(),
                        "--nats-credentials",
                        broker.strangersCredentials().toString()))
                .contains("does not let this server in");
        Path none = Files.writeString(folder.resolve("none.creds"), "none");
        assertThat(refusal("--nats", broker.urls(), "--nats-credentials", none.toString()))
                .contains("The credentials " + none + " cannot be read");
        assertThat(refusalIn("1")).contains("\"1\" is no name of a cluster");

        try (var nats = Nats.open(cluster("any"))) {
            // Somebody else's stream of this name, one of another version, and one with the same subjects.
            nats.management()
                    .addStream(StreamConfiguration.builder()
                            .name("orrery_theirs_rooms")
                            .subjects("theirs")
                            .build());
            assertThat(refusalIn("theirs")).contains("The stream orrery_theirs_rooms is not one of this version");
            nats.management()
                    .addStream(StreamConfiguration.builder()
                            .name("orrery_later_rooms")
                            .subjects("orrery.later.rooms.>")
                            .description("Orrery 2")
                            .build());
            assertThat(refusalIn("later")).contains("The stream orrery_later_rooms is not one of this version");
            nats.management()
                    .addStream(StreamConfiguration.builder()
                            .name("ALL")
                            .subjects("orrery.wide.>")
                            .build());
            assertThat(refusalIn("wide")).contains("The stream ALL is not one of this version", "--cluster");
            // A broker whose disk is full refuses in the same way as a stream that may not grow.
            try (var full = Nats.open(cluster("full"))) {
                full.bucket("nodes");
                limit(full, "KV_" + full.named("nodes"), 1);
            }
            assertThat(refusalIn("full")).contains("have no place left", "max_file_store");
        }

        // Two clusters of one name have two keys.
        try (var nats = Nats.open(cluster("two"))) {
            nats.bucket("rooms").put("cluster.operator", "the-key-of-another-cluster");
        }
        Path key = Files.writeString(folder.resolve("operator.key"), "the-key-of-this-one-and-longer");
        assertThat(refusalIn("two", "--operator-key-file", key.toString()))
                .contains("The servers of the cluster two have another operator's key");
    }

    private static void limit(Nats nats, String stream, long bytes) throws Exception {
        StreamConfiguration now = nats.management().getStreamInfo(stream).getConfiguration();
        nats.management()
                .updateStream(StreamConfiguration.builder(now).maxBytes(bytes).build());
    }

    @Test
    void whatCannotBeReadIsCountedAndTheRoomGoesOn() throws Exception {
        var options = new ServerOptions("127.0.0.1", 0, List.of(ModelReference.of("nano-sort")), Optional.empty())
                .withCluster(cluster("runs"));
        try (var server = new RunningServer(options);
                var nats = Nats.open(cluster("runs"))) {
            Person presenter =
                    pages.new Person(server::socket, server.code(), "'view':'presenter','key':'" + server.key() + "'");
            presenter.answered(presenter.steps());
            String node = nats.bucket("nodes").keys().get(0);
            byte[] nonsense = "nonsense".getBytes(UTF_8);
            nats.bucket("nodes").put("nonsense", nonsense);
            nats.bucket("rooms").put("owner.ABC234", nonsense);
            nats.connection().publish(nats.subject("node", node, "nonsense"), nonsense);
            nats.connection().publish(nats.subject("node", node, "owner", server.code(), "1", "x", "1", "1"), nonsense);
            nats.connection().publish(nats.subject("ask", node, server.code()), nonsense);
            await(server, nats, "orrery_cluster_unreadable_total", 5);
            // Another epoch, and another room.
            nats.connection()
                    .publish(nats.subject("node", node, "owner", server.code(), "99", "x", "1", "1"), nonsense);
            nats.connection().publish(nats.subject("node", node, "owner", "XYZ234", "1", "x", "1", "1"), nonsense);
            await(server, nats, "orrery_cluster_misdirected_total", 2);
            // The room's log, of which the owner is no longer the last who wrote.
            nats.streams().publish(nats.subject("rooms", server.code()), nonsense);
            presenter.answered(presenter.steps());

            // No place left: the change waits, is refused in words, and is stored once there is place.
            var stream = nats.management().getStreamInfo(nats.named("rooms"));
            var limited = StreamConfiguration.builder(stream.getConfiguration());
            nats.management().updateStream(limited.maxBytes(1).build());
            String waiting = presenter.steps();
            presenter.told("room-waits");
            await(server, nats, "orrery_storage_failing", 1);
            nats.management().updateStream(limited.maxBytes(-1).build());
            presenter.answered(waiting);
            presenter.told("changes-kept-again");
        }
    }

    private static void await(RunningServer server, Nats nats, String metric, double least) throws Exception {
        String key = nats.bucket("rooms").get("cluster.operator").getValueAsString();
        SharedServers.awaitMetric(server, key, metric, least);
    }
}
